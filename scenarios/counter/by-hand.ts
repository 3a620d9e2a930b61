import {
  makeRef,
  receive,
  self,
  send,
  spawnOpt,
  type Body,
  type Operation,
  type Pid,
  type Ref,
} from 'mayday/process'
import { dec, inc, ZERO } from './counting.ts'

/**
 * A counter as a bare process: `inc` and `dec` are messages, and the question for its value carries
 * a reference, by which the answer is known.
 */

/** The address of a counter. */
export type Counter = Pid<'inc' | 'dec' | Question>

interface Question {
  readonly kind: 'val'
  readonly from: Pid<Answer>
  readonly ref: Ref
}

interface Answer {
  readonly ref: Ref
  readonly count: number
}

/** Starts a counter at zero. */
export function start(): Operation<Counter> {
  return spawnOpt(loop, [ZERO], { label: 'by-hand' })
}

/** The count, by when all that the caller has sent before has been counted. */
export function* val(counter: Counter): Body<number> {
  const ref = yield* makeRef()
  yield* send(counter, { kind: 'val', from: yield* self<Answer>(), ref })
  return (yield* receive(answers(ref), { since: ref })).count
}

function* loop(start: number): Body {
  let count = start
  for (;;) {
    const message = yield* receive()
    if (message === 'inc') count = inc(count)
    else if (message === 'dec') count = dec(count)
    else if (isQuestion(message)) yield* send(message.from, { ref: message.ref, count })
  }
}

function isQuestion(given: unknown): given is Question {
  return typeof given === 'object' && given !== null && (given as Question).kind === 'val'
}

function answers(ref: Ref): (given: unknown) => given is Answer {
  return (given): given is Answer =>
    typeof given === 'object' && given !== null && (given as Answer).ref === ref
}
