import { genServer, named, noreply, reply } from 'mayday/otp'
import { now, raise, self, sendAfter, type Body } from 'mayday/process'
import { inc, ZERO } from './counting.ts'

/**
 * A counter that counts by itself, ten times a second: whenever it ticks it orders the next tick. On
 * `boom` it crashes, and its next life counts from zero.
 */

/** Milliseconds from tick to tick. */
export const INTERVAL = 100

export interface Ticks {
  readonly count: number
  /** When this life began. */
  readonly since: number
  readonly aim: Aim
}

/**
 * Whom a tick is for: the life that has ordered it, or whoever has the name when the time comes. A
 * timer for a pid goes with its process, one for a name outlives it.
 */
export type Aim = 'me' | 'my name'

export const Ticker = genServer('Ticker', {
  *init(aim: Aim): Body<Ticks> {
    const since = yield* now()
    yield* orderTick(aim)
    return { count: ZERO, since, aim }
  },
  handleCall: {
    val: (ticks) => reply(ticks.count, ticks),
  },
  handleCast: {
    boom: () => raise('boom'),
  },
  *handleInfo(ticks, message) {
    if (message !== 'tick') return noreply(ticks)
    yield* orderTick(ticks.aim)
    return noreply({ ...ticks, count: inc(ticks.count) })
  },
})

export const ticker = named(Ticker, 'ticker')

function* orderTick(aim: Aim): Body {
  yield* sendAfter(INTERVAL, aim === 'me' ? yield* self() : ticker, 'tick')
}
