import { format } from '../base/index.ts'
import { ErlangError, isName, isPid, isRef, type AnyPid, type Ref } from '../record/index.ts'

/** The pid that an operation was given; anything else is `badarg`, raised in the process, as in Erlang. */
export function pidOf(operation: string, given: unknown): AnyPid {
  if (isPid(given)) return given
  const hint =
    isName(given) || typeof given === 'string' ? `; look ${nameText(given)} up with whereis` : ''
  throw new ErlangError('badarg', `${operation} takes a pid, not ${format(given)}${hint}`)
}

/** The reference that an operation was given; anything else is `badarg`. */
export function refOf(operation: string, given: unknown): Ref {
  if (isRef(given)) return given
  throw new ErlangError('badarg', `${operation} takes a reference, not ${format(given)}`)
}

function nameText(given: unknown): string {
  return isName(given) ? given.name : String(given)
}
