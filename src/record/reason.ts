import { format } from '../base/index.ts'

/**
 * Why a process ended. Reasons are terms as in Erlang: atoms are strings, `{shutdown, x}` is
 * `{ shutdown: x }`, and an uncaught error is a crash, Erlang's `{Reason, Stacktrace}`.
 */
export type Reason = unknown

/** An uncaught error: the error term, and where it was thrown (not enumerable: no part of the value). */
export interface Crash {
  readonly crash: unknown
  readonly stack?: string
}

/**
 * Makes the exit reason of an uncaught error. The stack is for people: it is neither hashed nor
 * compared, and not even written out before somebody looks, for that takes longer than a whole step.
 */
export function crash(term: unknown, thrown?: Error): Crash {
  const reason = { crash: term }
  if (thrown !== undefined) Object.defineProperty(reason, 'stack', { get: () => thrown.stack })
  return reason
}

export function isCrash(reason: Reason): reason is Crash {
  return isPair(reason, 'crash')
}

/** `{ [tag]: … }` with nothing beside it: Erlang's `{tag, …}`. */
export function isPair(value: unknown, tag: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  const keys = Object.keys(value)
  return keys.length === 1 && keys[0] === tag
}

/**
 * The reasons that OTP does not call abnormal: `normal`, `shutdown` and `{ shutdown: … }`. So is the
 * crash of an error `shutdown`, for `{shutdown, Stacktrace}` is of that shape.
 */
export function isOrderly(reason: Reason): boolean {
  if (isCrash(reason)) return reason.crash === 'shutdown'
  return reason === 'normal' || reason === 'shutdown' || isPair(reason, 'shutdown')
}

/** A reason in print: a crash by its error, all others as they are. */
export function formatReason(reason: Reason): string {
  return isCrash(reason) ? `crash: ${format(reason.crash)}` : format(reason)
}
