import { format } from '../base/index.ts'
import type { Reason } from './reason.ts'
import { formatReason } from './reason.ts'

/**
 * What a process may throw, in Erlang's three classes. Any JavaScript `Error` is the class `error`;
 * `ErlangError` is one that carries a term; `ExitError` is the class `exit`; every value that is no
 * Error is the class `throw`.
 */

/** Thrown by `exit(reason)` and by calls that fail; uncaught, the process ends with `reason`. */
export class ExitError extends Error {
  override readonly name = 'ExitError'
  readonly reason: Reason
  constructor(reason: Reason) {
    super(`exit: ${formatReason(reason)}`)
    this.reason = reason
  }
}

/** An error with a term of its own, as `error(badarg)` raises in Erlang. */
export class ErlangError extends Error {
  override readonly name = 'ErlangError'
  readonly term: unknown
  /** `detail` is for people: what was given and what was expected. */
  constructor(term: unknown, detail?: string) {
    super(detail === undefined ? format(term) : `${format(term)}: ${detail}`)
    this.term = term
  }
}

/** The term of an error: its own, or what a JavaScript error says of itself. */
export function errorTerm(error: Error): unknown {
  return error instanceof ErlangError ? error.term : { error: error.name, message: error.message }
}
