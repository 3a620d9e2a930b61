import type { LimitName } from './limits.ts'
import type { AnyPid } from '../record/index.ts'

/** Why the machine stopped before there was nothing left to do. */
export type Halt =
  | {
      readonly kind: 'limit'
      readonly limit: LimitName
      readonly value: number
      readonly pid: AnyPid | null
    }
  | Mistake

/** The user's mistake that made going on pointless; never an exit reason of the simulated world. */
export interface Mistake {
  readonly kind: 'mistake'
  readonly code: MistakeCode
  readonly message: string
  readonly hint: string
  readonly pid: AnyPid | null
  /** Stack text of the place, when it is known. */
  readonly stack: string | null
}

export type MistakeCode =
  | 'forgotten_yield'
  | 'bare_yield'
  | 'not_a_generator'
  | 'escaped_promise'
  | 'not_plain'
  | 'ambient'
  | 'bad_argument'

/** What the process was doing with which operation, for the messages above. */
export function mistake(
  code: MistakeCode,
  pid: AnyPid | null,
  message: string,
  hint: string,
  stack: string | null = null,
): Mistake {
  return { kind: 'mistake', code, message, hint, pid, stack }
}
