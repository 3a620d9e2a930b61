import { errorTerm, ExitError } from './errors.ts'
import { crash, type Reason } from './reason.ts'

/** The exit reason of a process that lets `thrown` escape (Erlang reference manual, "Errors and Error Handling"). */
export function reasonOf(thrown: unknown): Reason {
  if (thrown instanceof ExitError) return thrown.reason
  if (thrown instanceof Error) return crash(errorTerm(thrown), thrown)
  return crash({ nocatch: thrown })
}
