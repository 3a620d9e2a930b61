// Our terms as the cases write them.
//
// The two forms are nearly one: atoms are strings, `{k, V}` is `{ k: V }`, an uncaught error is
// `{ crash: R }`, and inputs of a case can be sent as they stand. What differs are identities, which
// get the names they have in the case.

import { isName, isPid, isRef, type AnyPid } from '../../src/record/index.ts'
import type { CallFailure } from '../../src/otp/index.ts'
import type { Json } from './case-file.ts'

/** What a pid is called in the case: `c1`, `w1#2`, `driver`. */
export type NameOf = (pid: AnyPid) => string

export function encode(term: unknown, nameOf: NameOf): Json {
  switch (typeof term) {
    case 'string':
    case 'number':
    case 'boolean':
      return term
    case 'undefined':
      return 'undefined'
    case 'object':
      return term === null ? null : encodeObject(term, nameOf)
    default:
      return String(term)
  }
}

function encodeObject(term: object, nameOf: NameOf): Json {
  if (Array.isArray(term)) return term.map((item) => encode(item, nameOf))
  if (isPid(term)) return nameOf(term)
  if (isRef(term)) return 'ref'
  if (isName(term)) return { name: term.name }
  if (isCallFailure(term)) return { gen_call: encode(term.reason, nameOf) }
  if (isStartFailure(term)) {
    const { failed_to_start_child: id, reason } = term
    return { t: ['failed_to_start_child', id, encode(reason, nameOf)] }
  }
  if (isReply(term)) return { t: [encode(term.tag, nameOf), encode(term.value, nameOf)] }
  const entries = Object.entries(term)
  return Object.fromEntries(entries.map(([key, value]) => [key, encode(value, nameOf)]))
}

/** The exit reason of a failed call, whose particulars the cases leave out. */
function isCallFailure(term: object): term is CallFailure {
  return ['reason', 'call', 'args', 'server'].every((field) => Object.hasOwn(term, field))
}

/** The answer to a request, when it comes as a message: Erlang's `{Tag, Reply}`. */
interface ReplyMessage {
  readonly kind: '$reply'
  readonly tag: unknown
  readonly value: unknown
}

function isReply(term: object): term is ReplyMessage {
  return (term as ReplyMessage).kind === '$reply'
}

/** Why a supervisor did not start: Erlang's `{failed_to_start_child, Id, Reason}`. */
interface StartFailure {
  readonly failed_to_start_child: string
  readonly reason: unknown
}

function isStartFailure(term: object): term is StartFailure {
  return ['failed_to_start_child', 'reason'].every((field) => Object.hasOwn(term, field))
}
