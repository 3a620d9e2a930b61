import { format } from '../base/index.ts'
import { ErlangError, isName, isPid, type AnyPid } from '../record/index.ts'


/** The pid that an operation was given; anything else is `badarg`, raised in the process, as in Erlang. */
export function pidOf(operation: string, given: unknown): AnyPid {
  if (isPid(given)) return given
  const hint = isName(given) || typeof given === 'string' ? `; look ${nameText(given)} up with whereis` : ''
  throw new ErlangError('badarg', `${operation} takes a pid, not ${format(given)}${hint}`)
}

function nameText(given: unknown): string {
  return isName(given) ? given.name : String(given)
}
