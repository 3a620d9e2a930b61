import { format } from '../base/index.ts'
import type { AnyPid, Body, DownMessage, Reason, Ref } from '../process/index.ts'
import {
  demonitor,
  ErlangError,
  exit,
  isDown,
  isPid,
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

/** Asks and waits; a call that fails exits the caller. */
export function* callBody(
  server: Address | string,
  call: string,
  args: readonly unknown[],
  limit: TimeLimit,
): Body<unknown> {
  const after = milliseconds(limit)
  const pid = isPid(server) ? server : yield* lookUp(server)
  if (pid === undefined) return fail('noproc', server, call, args)
  const me = yield* self()
  if (pid === me) return fail('calling_self', server, call, args)
  const ref = yield* request(pid, me, call, args)
  const message = yield* receive(settles(ref), { after, since: ref })
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
  yield* note({ kind: 'call', ref, to: pid, request: call, args })
  const from: From<never> = { kind: 'from', pid: me, tag: ref, hash: ref.hash }
  const message: CallMessage = { kind: '$gen_call', from, call, args }
  yield* send(pid as never, message)
  return ref
}

const REPLY_ALIAS = { alias: 'reply_demonitor' } as const

/** What settles a request: its answer, or the news that nobody will answer. */
export type Settlement = ReplyMessage | DownMessage

export function settles(ref: Ref): (message: unknown) => message is Settlement {
  return (message): message is Settlement => requestOf(message) === ref
}

/** The request that a message settles, if it is such a message. */
export function requestOf(message: unknown): Ref | undefined {
  if (isDown(message)) return message.ref
  return isReply(message) ? message.tag : undefined
}

function isReply(message: unknown): message is ReplyMessage {
  return typeof message === 'object' && (message as ReplyMessage | null)?.kind === '$reply'
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
  const late = yield* receive(settles(ref), NOW)
  const isLate = late !== timeout && !isDown(late)
  yield* note({ kind: 'return', ref, outcome: isLate ? 'answered' : 'timed_out' })
  return isLate ? late.value : fail('timeout', server, call, args)
}

export const FLUSH = { flush: true } as const
export const NOW = { after: 0 } as const

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

/** A time limit as `receive` takes it. A wrong one is refused before anything is sent. */
export function milliseconds(limit: TimeLimit): number | undefined {
  if (!isTimeLimit(limit)) {
    const given = format(limit)
    const wanted = "a time limit is whole milliseconds from 0, or 'infinity'"
    throw new ErlangError('function_clause', `${wanted}, not ${given}`)
  }
  return limit === 'infinity' ? undefined : limit
}

export function isTimeLimit(given: unknown): given is TimeLimit {
  return given === 'infinity' || (Number.isSafeInteger(given) && (given as number) >= 0)
}
