import {
  demonitor,
  exit,
  isDown,
  monitor,
  receive,
  self,
  send,
  spawnOpt,
  type Body,
  type DownMessage,
  type Operation,
  type Pid,
  type Ref,
} from 'mayday/process'
import { press, type Command } from './arithmetic.ts'

/**
 * The calculator as a loop around `receive`: all that gen_server does for its users is to be done
 * by hand, and nobody is there to start it again.
 */

/** The address of a calculator that was made by hand. */
export type HandMade = Pid<Command | Question>

interface Question {
  readonly kind: 'value'
  readonly from: Pid<Answer>
  readonly ref: Ref
}

interface Answer {
  readonly kind: 'answer'
  readonly ref: Ref
  readonly value: number
}

/** Starts a calculator that shows `initial`. */
export function start(initial: number): Operation<HandMade> {
  return spawnOpt(loop, [initial], { label: 'by-hand' })
}

/** Presses a key, and does not wait. */
export function tell(calculator: HandMade, command: Command): Operation<Command> {
  return send(calculator, command)
}

/** The value shown. Of a calculator that is gone there is none: the caller exits, as from a call. */
export function* value(calculator: HandMade): Body<number> {
  const ref = yield* monitor(calculator)
  yield* send(calculator, { kind: 'value', from: yield* self<Answer>(), ref })
  const word = yield* receive(answers(ref), { since: ref })
  if (word.kind === 'DOWN') return exit(word.reason)
  yield* demonitor(ref, { flush: true })
  return word.value
}

function* loop(initial: number): Body {
  let value = initial
  for (;;) {
    const message = yield* receive(isRequest)
    if (message.kind !== 'value') value = press(value, message)
    else yield* send(message.from, { kind: 'answer', ref: message.ref, value })
  }
}

function isRequest(given: unknown): given is Command | Question {
  return typeof given === 'object' && given !== null && 'kind' in given
}

function answers(ref: Ref): (given: unknown) => given is Answer | DownMessage {
  return (given): given is Answer | DownMessage =>
    (isDown(given) || isRequest(given)) && (given as unknown as Answer).ref === ref
}
