import {
  demonitor,
  isDown,
  monitor,
  receive,
  self,
  send,
  whereis,
  type Body,
  type DownMessage,
  type Pid,
  type Reason,
  type Ref,
} from 'mayday/process'

/** What the processes of the little OTP say to each other, and the one way to ask and be answered. */

export type Message = Question | { readonly kind: 'cast'; readonly request: unknown }

/** `call` waits for an answer; `stop` is answered by the end. */
export interface Question {
  readonly kind: 'call' | 'stop'
  readonly from: Pid<Answer>
  readonly ref: Ref
  readonly request: unknown
}

/** The answer to the question that carried the same reference. */
export interface Answer {
  readonly kind: 'answer'
  readonly ref: Ref
  readonly value: unknown
}

/** By pid, or by the name that the process has. */
export type Address = Pid<Message> | string

/** An answer, or why there is none. */
export type Outcome = { readonly ok: unknown } | { readonly error: Reason }

/**
 * Asks, and waits until the answer comes or the other is gone. The monitor's reference marks both, so
 * that nothing else in the mailbox can be taken for them.
 */
export function* ask(server: Address, kind: Question['kind'], request?: unknown): Body<Outcome> {
  const pid = yield* lookUp(server)
  if (pid === undefined) return { error: 'noproc' }
  const ref = yield* monitor(pid)
  yield* send(pid, { kind, from: yield* self<Answer>(), ref, request })
  const word = yield* receive(about(ref), { since: ref })
  if (isDown(word)) return { error: word.reason }
  yield* demonitor(ref, { flush: true })
  return { ok: word.value }
}

/** The process behind an address, while there is one. */
export function* lookUp(server: Address): Body<Pid<Message> | undefined> {
  return typeof server === 'string' ? yield* whereis<Message>(server) : server
}

export function isMessage(given: unknown): given is Message {
  if (typeof given !== 'object' || given === null) return false
  return ['call', 'stop', 'cast'].includes((given as Message).kind)
}

function about(ref: Ref): (given: unknown) => given is Answer | DownMessage {
  return (given): given is Answer | DownMessage =>
    typeof given === 'object' && given !== null && (given as Answer).ref === ref
}
