import { Code, Operation } from '../machine/index.ts'
import { ErlangError, ExitError, type AnyPid, type Reason } from '../record/index.ts'

/**
 * With one argument: ends the caller with that reason, by throwing an `ExitError` that can be
 * caught (erlang:exit/1). With two: sends an exit signal to a process (erlang:exit/2), an operation.
 *
 * @throws ExitError with one argument.
 */
export function exit(reason: Reason): never
export function exit(pid: AnyPid, reason: Reason): Operation<true>
export function exit(...given: readonly unknown[]): Operation<true> {
  if (given.length < 2) throw new ExitError(given[0])
  return new Operation(Code.exit, given[0], given[1])
}

/**
 * Raises an error with a term of one's own (erlang:error/1); uncaught, the process ends with
 * `{ crash: term }`.
 *
 * @throws ErlangError always.
 */
export function raise(term: unknown): never {
  throw new ErlangError(term)
}
