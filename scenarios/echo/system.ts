import { point, self, send, spawnOpt, type Body, type Pid } from 'mayday/process'
import { ask, askNaively, start } from './echo.ts'
import type { Letter } from './letter.ts'

/**
 * A hiker calls out word after word to an echo, while a passer-by greets her and throws a few
 * things at the echo that are no letters.
 */

type Ask = (echo: Pid<Letter>, word: string) => Body<unknown>

const WORDS = ['hello', 'anybody', 'bye'] as const

/** The hiker listens for the echo of her word. */
export function* system(): Body {
  yield* hike(ask)
}

/** The hiker takes the next sound for the echo. */
export function* naive(): Body {
  yield* hike(askNaively)
}

function* hike(ask: Ask): Body {
  const echo = yield* start()
  const hiker = yield* spawnOpt(callOut, [echo, ask], { label: 'hiker' })
  yield* spawnOpt(passBy, [hiker, echo], { label: 'passer-by' })
}

function* callOut(echo: Pid<Letter>, ask: Ask): Body {
  for (const word of WORDS) {
    const heard = yield* ask(echo, word)
    yield* point('heard', { word, heard })
  }
}

function* passBy(hiker: Pid, echo: Pid<Letter>): Body {
  yield* send(hiker, 'lovely day')
  // The compiler knows that these are no letters; from a process written elsewhere they come all the same.
  const litter = ['tin', 42, null, { from: 'nobody', message: 'hi' }, { from: yield* self() }]
  for (const piece of litter) yield* send(echo as Pid, piece)
}
