import type { AnyPid, Performable, Ref } from '../process/index.ts'
import { Composite, note, send, type Body } from '../process/index.ts'

declare const replies: unique symbol

/**
 * Who asked: the client, and the tag that its answer must carry. The tag is an alias of the client
 * that ends with the call, so that an answer which comes too late reaches nobody (gen.erl, do_call).
 */
export interface From<in Reply = unknown> {
  readonly kind: 'from'
  readonly pid: AnyPid
  readonly tag: Ref
  /** Its stable name is the tag's. */
  readonly hash: number
  readonly [replies]?: (reply: Reply) => void
}

export function isFrom(value: unknown): value is From<never> {
  return typeof value === 'object' && value !== null && (value as From).kind === 'from'
}

/** The answer as it travels: Erlang's `{Tag, Reply}`. */
export interface ReplyMessage {
  readonly kind: '$reply'
  readonly tag: Ref
  readonly value: unknown
}

/** Answers a call from wherever one is (gen_server:reply/2), for calls whose handler gave no answer. */
export function replyTo<Reply>(from: From<Reply>, value: Reply): Performable<void> {
  return new Composite(answer, [from, value])
}

export function* answer(from: From<never>, value: unknown): Body {
  yield* note({ kind: 'reply', ref: from.tag, to: from.pid, value })
  const message: ReplyMessage = { kind: '$reply', tag: from.tag, value }
  yield* send(from.tag, message)
}
