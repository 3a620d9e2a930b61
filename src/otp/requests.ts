import type { Body, Performable, Reason, Ref } from '../process/index.ts'
import { Composite, demonitor, isDown, makeRef, note, receive, self, timeout, type Timeout } from '../process/index.ts'
import { lookUp, type Address, type ServerProtocol, type ServerRef } from './address.ts'
import { answersTo, isReply, milliseconds, request as sendRequestTo, type TimeLimit } from './gen.ts'

/**
 * Calls in two halves (gen_server:send_request/2 and its family): ask now, take the answer later.
 */

declare const answer: unique symbol

/** A request under way; the type is what it will be answered with. */
export interface RequestId<out Answer = unknown> {
  readonly kind: 'request_id'
  readonly ref: Ref
  readonly server: Address
  /** False when there was nobody to ask. */
  readonly sent: boolean
  readonly [answer]?: Answer
}

/** What a request came to: `{reply, Reply}`, or `{error, {Reason, Server}}`. */
export type Response<Answer> =
  | { readonly reply: Answer }
  | { readonly error: { readonly reason: Reason; readonly server: Address } }

/** Sends a request and does not wait (gen_server:send_request/2). */
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

function* ask(
  server: Address,
  request: string,
  args: readonly unknown[],
): Body<RequestId<never>> {
  const pid = yield* lookUp(server)
  if (pid === undefined) return { kind: 'request_id', ref: yield* makeRef(), server, sent: false }
  const ref = yield* sendRequestTo(pid, yield* self<never>(), request, args)
  return { kind: 'request_id', ref, server, sent: true }
}

/**
 * Waits for the answer; when the time is up the request is given up, and a late answer will reach
 * nobody (gen_server:receive_response/2).
 */
export function receiveResponse<Answer>(
  id: RequestId<Answer>,
  limit: TimeLimit = 'infinity',
): Performable<Response<Answer> | Timeout> {
  return new Composite(awaitResponse, [id, limit, true]) as Performable<Response<Answer> | Timeout>
}

/** Waits for the answer; when the time is up it may be waited for again (gen_server:wait_response/2). */
export function waitResponse<Answer>(
  id: RequestId<Answer>,
  limit: TimeLimit = 'infinity',
): Performable<Response<Answer> | Timeout> {
  return new Composite(awaitResponse, [id, limit, false]) as Performable<Response<Answer> | Timeout>
}

function* awaitResponse(
  id: RequestId,
  limit: TimeLimit,
  once: boolean,
): Body<Response<unknown> | Timeout> {
  if (!id.sent) return { error: { reason: 'noproc', server: id.server } }
  const message = yield* receive(answersTo(id.ref), { after: milliseconds(limit) })
  if (message !== timeout) return yield* settle(id, message)
  if (!once) return timeout
  yield* demonitor(id.ref, { flush: true })
  // An answer may have come while the request was being given up.
  const late = yield* receive(answersTo(id.ref), { after: 0 })
  if (late !== timeout) return yield* settle(id, late)
  yield* note({ kind: 'return', ref: id.ref, outcome: 'timed_out' })
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
  return new Composite(check, [message, id]) as Performable<Response<Answer> | 'no_reply'>
}

function* check(message: unknown, id: RequestId): Body<Response<unknown> | 'no_reply'> {
  return answersTo(id.ref)(message) ? yield* settle(id, message) : 'no_reply'
}

function* settle(id: RequestId, message: unknown): Body<Response<unknown>> {
  if (isReply(message, id.ref)) {
    yield* note({ kind: 'return', ref: id.ref, outcome: 'answered' })
    return { reply: message.value }
  }
  yield* note({ kind: 'return', ref: id.ref, outcome: 'callee_died' })
  const reason = isDown(message) ? message.reason : 'noproc'
  return { error: { reason, server: id.server } }
}

/** Requests under way, each with a label (gen_server:reqids_new/0). Plain data: adding gives a new collection. */
export type RequestIds<Label = unknown> = readonly {
  readonly id: RequestId
  readonly label: Label
}[]

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
export function reqidsToList<Label>(ids: RequestIds<Label>): readonly (readonly [RequestId, Label])[] {
  return ids.map(({ id, label }) => [id, label] as const)
}

/**
 * Waits for the first answer to any of the requests: the response, its label, and the requests that
 * are left; `'no_request'` when there are none (gen_server:receive_response/3 with Delete = true).
 */
export function receiveAnyResponse<Label>(
  ids: RequestIds<Label>,
  limit: TimeLimit = 'infinity',
): Performable<AnyResponse<Label> | Timeout | 'no_request'> {
  return new Composite(awaitAny, [ids, limit]) as Performable<
    AnyResponse<Label> | Timeout | 'no_request'
  >
}

export interface AnyResponse<Label> {
  readonly response: Response<unknown>
  readonly label: Label
  readonly rest: RequestIds<Label>
}

function* awaitAny(
  ids: RequestIds,
  limit: TimeLimit,
): Body<AnyResponse<unknown> | Timeout | 'no_request'> {
  if (ids.length === 0) return 'no_request'
  const unsent = ids.find(({ id }) => !id.sent)
  const message =
    unsent === undefined
      ? yield* receive((given) => ids.some(({ id }) => answersTo(id.ref)(given)), {
          after: milliseconds(limit),
        })
      : undefined
  if (message === timeout) {
    for (const { id } of ids) {
      yield* demonitor(id.ref, { flush: true })
      yield* note({ kind: 'return', ref: id.ref, outcome: 'timed_out' })
    }
    return timeout
  }
  const entry = unsent ?? ids.find(({ id }) => answersTo(id.ref)(message))!
  const rest = ids.filter((each) => each !== entry)
  if (!entry.id.sent) {
    const error = { reason: 'noproc', server: entry.id.server }
    return { response: { error }, label: entry.label, rest }
  }
  return { response: yield* settle(entry.id, message), label: entry.label, rest }
}
