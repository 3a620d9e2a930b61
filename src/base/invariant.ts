/**
 * Broken invariants are our own bugs, never the user's and never the simulated world's.
 * They carry no advice: the only thing to do with one is to report it together with the seed.
 */
export class InternalError extends Error {
  override readonly name = 'InternalError'
}

/** States what must be true here; throws an `InternalError` when it is not. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new InternalError(`broken invariant of mayday: ${what}`)
}

/** Marks the end of a `switch` over a closed union, so that a new member fails to compile. */
export function unreachable(value: never): never {
  throw new InternalError(`unreachable case: ${String(value)}`)
}
