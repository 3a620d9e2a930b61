// How a process of a case is handed an op, and what comes of one that fails.

import { ErlangError, ExitError, type Body } from '../../src/process/index.ts'
import type { Op } from './case-file.ts'

/** The message that hands a process an op. */
export interface Do<What extends Op> {
  readonly kind: 'do'
  readonly op: What
}

export function isDo<What extends Op>(message: unknown): message is Do<What> {
  return typeof message === 'object' && message !== null && (message as Do<What>).kind === 'do'
}

/** An exit and a badarg are outcomes of an op, as the cases write them; anything else ends its process. */
export function* attempt(body: Body<unknown>): Body<unknown> {
  try {
    return yield* body
  } catch (error) {
    if (error instanceof ExitError) return { exit: error.reason }
    if (error instanceof ErlangError && error.term === 'badarg') return { error: 'badarg' }
    throw error
  }
}
