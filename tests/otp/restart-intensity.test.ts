// How many restarts are too many: supervisor:add_restart counts by a clock of whole seconds.

import { describe, expect, test } from 'vitest'
import { supervisor } from 'mayday/otp'
import { exit, sleep, trapExit, whereis, type Body } from 'mayday/process'
import { RestartIntensity } from '../../src/otp/restart-intensity.ts'
import { deliveries, play } from '../support/play.ts'
import { endOf } from '../support/laws.ts'
import { Troupe } from './troupe.ts'

/** Which of the restarts at these milliseconds are allowed. */
function allowed(
  intensity: number,
  period: number,
  ...times: readonly number[]
): readonly boolean[] {
  const counter = new RestartIntensity(intensity, period)
  return times.map((time) => counter.allows(time))
}

describe('the count', () => {
  test('as many as the intensity within the period, and not one more', () => {
    expect(allowed(3, 5, 0, 1, 2, 3)).toEqual([true, true, true, false])
    expect(allowed(0, 5, 0)).toEqual([false])
  })

  test('a restart that is exactly the period old still counts, by the clock of whole seconds', () => {
    expect(allowed(1, 1, 0, 1999)).toEqual([true, false])
    expect(allowed(1, 1, 0, 2000)).toEqual([true, true])
    // It depends on the phase: 1.001 s apart is too close here and far enough there.
    expect(allowed(1, 1, 999, 2000)).toEqual([true, true])
    expect(allowed(1, 1, 1000, 2001)).toEqual([true, false])
    expect(allowed(2, 5, 0, 0, 5999)).toEqual([true, true, false])
    expect(allowed(2, 5, 0, 0, 6000)).toEqual([true, true, true])
  })

  test('one that was too many counts too', () => {
    expect(allowed(1, 10, 0, 1000, 10_999, 11_000, 22_000)).toEqual([
      true,
      false,
      false,
      false,
      true,
    ])
  })

  test('old ones are forgotten', () => {
    const times = Array.from({ length: 50 }, (_, n) => n * 2000)
    expect(allowed(1, 1, ...times)).toEqual(times.map(() => true))
  })

  test('against the plainest reading of the rule, at random times', () => {
    // Multiplicative congruence: any numbers will do.
    let seed = 12_345
    const next = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit
    for (let round = 0; round < 500; round++) {
      const [intensity, period] = [next(4), 1 + next(5)]
      let now = 0
      const times = Array.from({ length: 20 }, () => (now += next(2500)))
      const plain = times.map((time, n) => {
        const since = Math.floor(time / 1000) - period
        return (
          times.slice(0, n + 1).filter((then) => Math.floor(then / 1000) >= since).length <=
          intensity
        )
      })
      expect(allowed(intensity, period, ...times)).toEqual(plain)
    }
  })
})

describe('a supervisor', () => {
  /** Ends the only child at these times; answers how often it was started, and whether its supervisor lives. */
  function afterEnds(
    maxRestarts: number,
    maxSeconds: number,
    ...times: readonly number[]
  ): unknown {
    const outcomes = deliveries.map((delivery) => {
      const { told } = play(
        function* (tell, machine): Body {
          yield* trapExit(true)
          const troupe = new Troupe(() => undefined, machine)
          const options = { maxRestarts, maxSeconds, children: [troupe.worker('a')] }
          const sup = yield* supervisor('Sup', options).startLink()
          for (const time of times) {
            yield* sleep(time - machine.now)
            const pid = yield* whereis<never>('a')
            if (pid === undefined) break
            yield* exit(pid, 'kill')
            yield* endOf(pid)
          }
          yield* sleep(1)
          tell(troupe.starts('a'))
          tell(machine.world.isAlive(sup))
        },
        { delivery },
      )
      return told
    })
    expect(outcomes[0]).toEqual(outcomes[1])
    return outcomes[0]
  }

  test('gives up with the first restart that is too many', () => {
    expect(afterEnds(3, 5, 1, 2, 3)).toEqual([4, true])
    expect(afterEnds(3, 5, 1, 2, 3, 4)).toEqual([4, false])
    expect(afterEnds(0, 5, 1)).toEqual([1, false])
  })

  test('does not when they are far enough apart', () => {
    expect(afterEnds(1, 1, 900, 2000, 4000, 6000)).toEqual([5, true])
    expect(afterEnds(1, 1, 1000, 2001)).toEqual([2, false])
  })

  test('allows three within five seconds if nothing else is said, as Elixir does', () => {
    const { told } = play(function* (tell, machine): Body {
      const troupe = new Troupe(() => undefined, machine)
      yield* supervisor('Sup', { children: [troupe.worker('a')] }).start()
      for (let n = 0; n < 3; n++) yield* troupe.replace('a', 'odd')
      tell(troupe.starts('a'))
      yield* troupe.end('a', 'odd')
      yield* sleep(1)
      tell(machine.world.processes('/Sup').length)
    })
    expect(told).toEqual([4, 0])
  })
})
