import type { Body, DownMessage, Performable, Pid, Reason, Ref } from '../process/index.ts'
import {
  Composite,
  demonitor,
  isDown,
  makeRef,
  note,
  receive,
  self,
  send,
  timeout,
  type Timeout,
} from '../process/index.ts'
import { lookUp, type Address, type ServerProtocol, type ServerRef } from './address.ts'
import {
  FLUSH,
  milliseconds,
  NOW,
  request as sendRequestTo,
  requestOf,
  settles,
  type Settlement,
  type TimeLimit,
} from './gen.ts'

/**
 * Calls in two halves (gen_server:send_request/2 and its family): ask now, take the answer later.
 */

declare const answer: unique symbol

/** A request under way; the type is what it will be answered with. */
export interface RequestId<out Answer = unknown> {
  readonly kind: 'request_id'
  readonly ref: Ref
  readonly [answer]?: Answer
}

/** What a request came to: `{reply, Reply}`, or `{error, {Reason, Server}}`. */
export type Response<Answer> =
  | { readonly reply: Answer }
  | { readonly error: { readonly reason: Reason; readonly server: Address } }

/** Sends a request and does not wait; it never fails, whoever is there (gen_server:send_request/2). */
export function sendRequest<
  Protocol extends ServerProtocol,
  Request extends keyof Protocol['calls'] & string,
>(
  server: ServerRef<Protocol>,
  request: Request,
  ...args: Parameters<Protocol['calls'][Request]>
): Performable<RequestId<ReturnType<Protocol['calls'][Request]>>> {
  return new Composite(ask, [server, request, args])
}

function* ask(server: Address, request: string, args: readonly unknown[]): Body<RequestId<never>> {
  const pid = yield* lookUp(server)
  const me = yield* self()
  const ref =
    pid === undefined ? yield* askNobody(server, me) : yield* sendRequestTo(pid, me, request, args)
  return { kind: 'request_id', ref }
}

/** That nobody is there becomes known like the death of somebody who was (gen:send_request/3). */
function* askNobody(server: Address, me: Pid): Body<Ref> {
  const ref = yield* makeRef()
  // border: a DOWN message names a pid or a name; here it may be a via() address, as in OTP.
  const object = server as DownMessage['object']
  yield* send(me, { kind: 'DOWN', ref, type: 'process', object, reason: 'noproc' })
  return ref
}

/**
 * Waits for the answer; when the time is up the request is given up, and a late answer will reach
 * nobody (gen_server:receive_response/2).
 */
export function receiveResponse<Answer>(
  id: RequestId<Answer>,
  limit: TimeLimit = 'infinity',
): Performable<Response<Answer> | Timeout> {
  return new Composite(awaitOne, [id.ref, limit, true]) as Performable<Response<Answer> | Timeout>
}

/** Waits for the answer; when the time is up it may be waited for again (gen_server:wait_response/2). */
export function waitResponse<Answer>(
  id: RequestId<Answer>,
  limit: TimeLimit = 'infinity',
): Performable<Response<Answer> | Timeout> {
  return new Composite(awaitOne, [id.ref, limit, false]) as Performable<Response<Answer> | Timeout>
}

function* awaitOne(ref: Ref, limit: TimeLimit, once: boolean): Body<Response<unknown> | Timeout> {
  const message = yield* receive(settles(ref), { after: milliseconds(limit), since: ref })
  if (message !== timeout) return yield* settle(message)
  if (!once) return timeout
  yield* demonitor(ref, FLUSH)
  // An answer may have come while the request was being given up.
  const late = yield* receive(settles(ref), NOW)
  if (late !== timeout) return yield* settle(late)
  yield* note({ kind: 'return', ref, outcome: 'timed_out' })
  return timeout
}

/**
 * Whether a message that one has received is the answer to the request: the response, or
 * `'no_reply'` (gen_server:check_response/2).
 */
export function checkResponse<Answer>(
  message: unknown,
  id: RequestId<Answer>,
): Performable<Response<Answer> | 'no_reply'> {
  return new Composite(check, [message, id.ref]) as Performable<Response<Answer> | 'no_reply'>
}

function* check(message: unknown, ref: Ref): Body<Response<unknown> | 'no_reply'> {
  return settles(ref)(message) ? yield* settle(message) : 'no_reply'
}

function* settle(message: Settlement): Body<Response<unknown>> {
  if (isDown(message)) {
    const { ref, reason, object: server } = message
    yield* note({ kind: 'return', ref, outcome: 'callee_died' })
    return { error: { reason, server } }
  }
  yield* note({ kind: 'return', ref: message.tag, outcome: 'answered' })
  return { reply: message.value }
}

/** Requests under way, each with a label (gen_server:reqids_new/0). Plain data: adding gives a new collection. */
export type RequestIds<Label = unknown> = readonly Labelled<Label>[]

export interface Labelled<out Label> {
  readonly id: RequestId
  readonly label: Label
}

/** No requests. */
export function reqidsNew<Label = unknown>(): RequestIds<Label> {
  return []
}

/** One request more (gen_server:reqids_add/3). */
export function reqidsAdd<Label>(
  id: RequestId,
  label: Label,
  ids: RequestIds<Label>,
): RequestIds<Label> {
  return [...ids, { id, label }]
}

/** How many (gen_server:reqids_size/1). */
export function reqidsSize(ids: RequestIds): number {
  return ids.length
}

/** The requests with their labels (gen_server:reqids_to_list/1). */
export function reqidsToList<Label>(
  ids: RequestIds<Label>,
): readonly (readonly [RequestId, Label])[] {
  return ids.map(({ id, label }) => [id, label] as const)
}

/** The first answer to any of several requests, and the requests that are left. */
export interface AnyResponse<out Label> {
  readonly response: Response<unknown>
  readonly label: Label
  readonly rest: RequestIds<Label>
}

/**
 * Waits for the first answer to any of the requests; `'no_request'` when there are none. When the
 * time is up all are given up (gen_server:receive_response/3; who keeps `ids` instead of `rest` has
 * its `Delete = false`).
 */
export function receiveAnyResponse<Label>(
  ids: RequestIds<Label>,
  limit: TimeLimit = 'infinity',
): Performable<AnyResponse<Label> | Timeout | 'no_request'> {
  return new Composite(awaitAny<Label>, [ids, limit, true])
}

/** As `receiveAnyResponse`, but when the time is up they may be waited for again (gen_server:wait_response/3). */
export function waitAnyResponse<Label>(
  ids: RequestIds<Label>,
  limit: TimeLimit = 'infinity',
): Performable<AnyResponse<Label> | Timeout | 'no_request'> {
  return new Composite(awaitAny<Label>, [ids, limit, false])
}

function* awaitAny<Label>(
  ids: RequestIds<Label>,
  limit: TimeLimit,
  once: boolean,
): Body<AnyResponse<Label> | Timeout | 'no_request'> {
  const after = milliseconds(limit)
  if (ids.length === 0) return 'no_request'
  const isTheirs = settlesAny(ids)
  const message = yield* receive(isTheirs, { after })
  if (message !== timeout) return yield* settleAny(message, ids)
  if (!once) return timeout
  for (const { id } of ids) {
    yield* demonitor(id.ref, FLUSH)
    yield* note({ kind: 'return', ref: id.ref, outcome: 'timed_out' })
  }
  // Answers that came in the meantime would be strangers to whoever receives next.
  while ((yield* receive(isTheirs, NOW)) !== timeout);
  return timeout
}

/**
 * Whether a message that one has received is the answer to one of the requests: which, `'no_reply'`,
 * or `'no_request'` when there are none (gen_server:check_response/3).
 */
export function checkAnyResponse<Label>(
  message: unknown,
  ids: RequestIds<Label>,
): Performable<AnyResponse<Label> | 'no_reply' | 'no_request'> {
  return new Composite(checkAny<Label>, [message, ids])
}

function* checkAny<Label>(
  message: unknown,
  ids: RequestIds<Label>,
): Body<AnyResponse<Label> | 'no_reply' | 'no_request'> {
  if (ids.length === 0) return 'no_request'
  return settlesAny(ids)(message) ? yield* settleAny(message, ids) : 'no_reply'
}

function settlesAny(ids: RequestIds): (message: unknown) => message is Settlement {
  const refs = new Set<Ref | undefined>(ids.map(({ id }) => id.ref))
  return (message): message is Settlement => refs.has(requestOf(message))
}

function* settleAny<Label>(message: Settlement, ids: RequestIds<Label>): Body<AnyResponse<Label>> {
  const entry = ids.find(({ id }) => id.ref === requestOf(message))!
  const rest = ids.filter((each) => each !== entry)
  return { response: yield* settle(message), label: entry.label, rest }
}
