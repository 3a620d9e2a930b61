import type { AnyPid, Body, DownMessage, Reason, Ref } from '../process/index.ts'
import {
  demonitor,
  exit,
  isDown,
  monitor,
  note,
  receive,
  self,
  send,
  timeout,
} from '../process/index.ts'
import { lookUp, type Address } from './address.ts'
import type { From, ReplyMessage } from './from.ts'

/**
 * What the behaviours have in common on the client's side (gen.erl): the call with its monitor,
 * alias and timeout, and how a failed call ends the caller.
 */

/** A call on its way to a behaviour. */
export interface CallMessage {
  readonly kind: '$gen_call'
  readonly from: From<never>
  readonly call: string
  readonly args: readonly unknown[]
}

export interface CastMessage {
  readonly kind: '$gen_cast'
  readonly cast: string
  readonly args: readonly unknown[]
}

/** The exit reason of a caller whose call failed: Erlang's `{Reason, {gen_server, call, …}}`. */
export interface CallFailure {
  readonly reason: Reason
  readonly call: string
  readonly args: readonly unknown[]
  readonly server: Address | string
}

/** Default of OTP: a call waits for five seconds. */
export const CALL_TIMEOUT = 5000

/** Milliseconds, or `infinity`. */
export type TimeLimit = number | 'infinity'

/** What has become of a request: an answer, or why there is none. */
export type Outcome =
  | { readonly kind: 'answered'; readonly value: unknown }
  | { readonly kind: 'timed_out' }
  | { readonly kind: 'callee_died'; readonly reason: Reason }

/** Asks and waits; a call that fails exits the caller. */
export function* callBody(
  server: Address | string,
  call: string,
  args: readonly unknown[],
  limit: TimeLimit,
): Body<unknown> {
  const pid = yield* lookUp(server)
  if (pid === undefined) return fail('noproc', server, call, args)
  const me = yield* self()
  if (pid === me) return fail('calling_self', server, call, args)
  const ref = yield* request(pid, me, call, args)
  const message = yield* receive(answersTo(ref), { after: milliseconds(limit), since: ref })
  if (message === timeout) return yield* giveUp(ref, server, call, args)
  if (isDown(message)) {
    yield* note({ kind: 'return', ref, outcome: 'callee_died' })
    return fail(message.reason, server, call, args)
  }
  yield* note({ kind: 'return', ref, outcome: 'answered' })
  return message.value
}

/** Sends the request; the reference is monitor, alias and tag of the answer in one. */
export function* request(
  pid: AnyPid,
  me: AnyPid,
  call: string,
  args: readonly unknown[],
): Body<Ref> {
  const ref = yield* monitor(pid, REPLY_ALIAS)
  yield* note({ kind: 'call', ref, to: pid, request: call })
  const from: From<never> = { kind: 'from', pid: me, tag: ref }
  const message: CallMessage = { kind: '$gen_call', from, call, args }
  yield* send(pid as never, message)
  return ref
}

const REPLY_ALIAS = { alias: 'reply_demonitor' } as const

/** The answer to a request, or the news that nobody will answer. */
export function answersTo(ref: Ref): (message: unknown) => message is ReplyMessage | DownMessage {
  return (message): message is ReplyMessage | DownMessage =>
    isReply(message, ref) || (isDown(message) && message.ref === ref)
}

export function isReply(message: unknown, ref: Ref): message is ReplyMessage {
  if (typeof message !== 'object' || message === null) return false
  const { kind, tag } = message as Partial<ReplyMessage>
  return kind === '$reply' && tag === ref
}

/**
 * The time is up. An answer that is in the mailbox already is taken all the same; one that comes
 * later finds the alias closed.
 */
function* giveUp(
  ref: Ref,
  server: Address | string,
  call: string,
  args: readonly unknown[],
): Body<unknown> {
  yield* demonitor(ref, FLUSH)
  const late = yield* receive((message): message is ReplyMessage => isReply(message, ref), NOW)
  yield* note({ kind: 'return', ref, outcome: late === timeout ? 'timed_out' : 'answered' })
  return late === timeout ? fail('timeout', server, call, args) : late.value
}

const FLUSH = { flush: true } as const
const NOW = { after: 0 } as const

/** Exits the caller as a failed call does. */
export function fail(
  reason: Reason,
  server: Address | string,
  call: string,
  args: readonly unknown[],
): never {
  const failure: CallFailure = { reason, call, args, server }
  return exit(failure)
}

/** A time limit as `receive` takes it. */
export function milliseconds(limit: TimeLimit): number | undefined {
  return limit === 'infinity' ? undefined : limit
}
