import { point, self, send, spawnOpt, type Body, type Pid } from 'mayday/process'
import { ask, askNaively, start } from './echo.ts'
import type { Letter } from './letter.ts'

/**
 * A hiker calls out one word after another to an echo. A passer-by greets her, and throws a few
 * things at the echo that are no letters.
 */

const WAYS = { ask, askNaively }
const WORDS = ['hello', 'anybody', 'bye']

export interface Hike {
  readonly way?: keyof typeof WAYS
  readonly alone?: boolean
}

export function* system({ way = 'ask', alone = false }: Hike = {}): Body {
  const echo = yield* start()
  const hiker = yield* spawnOpt(callOut, [echo, way], { label: 'hiker' })
  if (!alone) yield* spawnOpt(passBy, [hiker, echo], { label: 'passer-by' })
}

function* callOut(echo: Pid<Letter>, way: keyof typeof WAYS): Body {
  for (const word of WORDS) {
    const heard = yield* WAYS[way](echo, word)
    yield* point('heard', { word, heard })
  }
}

function* passBy(hiker: Pid, echo: Pid<Letter>): Body {
  yield* send(hiker, 'lovely day')
  // The compiler knows that these are no letters; what comes from elsewhere it has never seen.
  const litter = ['tin', 42, null, { from: 'nobody', message: 'hi' }, { from: yield* self() }]
  for (const piece of litter) yield* send(echo as Pid, piece)
}
