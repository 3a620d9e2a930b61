import {
  exit,
  makeRef,
  receive,
  self,
  send,
  spawnOpt,
  timeout,
  type Body,
  type Operation,
  type Pid,
  type Timeout,
} from 'mayday/process'
import { hasMark, isLetter, type Letter } from './letter.ts'

/**
 * A bare process that sends back whatever is sent to it, and the three ways of calling out to it.
 */

/** An echo that nobody has called out to for so many milliseconds is gone. */
export const IDLE = 10
/** How long `ask` listens. */
export const PATIENCE = 200

/** Starts an echo. */
export function start(): Operation<Pid<Letter>> {
  return spawnOpt(echo, [], { label: 'echo' })
}

function* echo(): Body {
  for (;;) {
    const given = yield* receive(null, { after: IDLE })
    if (given === timeout) return exit('normal')
    if (isLetter(given)) yield* send(given.from, given.message)
  }
}

/** Calls out and goes on; the echo comes as a message some time later. */
export function* shout(echo: Pid<Letter>, message: unknown): Body {
  yield* send(echo, { from: yield* self(), message })
}

/** Calls out and listens for the echo of this word, whatever else may come meanwhile. */
export function* ask(echo: Pid<Letter>, word: string): Body<string | Timeout> {
  const mark = yield* makeRef()
  yield* shout(echo, { mark, word })
  const heard = yield* receive(hasMark(mark), { after: PATIENCE, since: mark })
  return heard === timeout ? timeout : heard.word
}

/**
 * The same as one writes it first: the next message will surely be the echo. It is not when
 * somebody else speaks, nor when the echo of the word before has only been late.
 */
export function* askNaively(echo: Pid<Letter>, word: string): Body<unknown> {
  yield* shout(echo, word)
  return yield* receive(null, { after: PATIENCE })
}
