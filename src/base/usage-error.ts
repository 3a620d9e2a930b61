/** One mistake in a file that a user wrote, with the place it is at. Lines and columns count from 1. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Where in the data: `faults.scripted[0].do.kill`; empty for the file as a whole. */
  readonly path: string
  /** What was given and what was expected. */
  readonly message: string
  /** The source lines with the offending text underlined by `^^^^`. */
  readonly excerpt: string
  /** What was most likely meant: the text to write instead. */
  readonly suggestion?: string
}

/** What a `UsageError` carries beside its message. */
export interface UsageErrorDetails {
  /** A stable word that programs and documentation may rely on: `bad_scenario`. */
  readonly code: string
  /** What to write instead. */
  readonly hint?: string
  /** For files: every mistake of the file, in the order of the text. */
  readonly problems?: readonly Problem[]
}

/**
 * A mistake of the user, never ours: the message says what was given and what was expected, the hint
 * what to write instead. Nothing was run when one is thrown.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code: string
  readonly hint?: string
  readonly problems: readonly Problem[]

  constructor(message: string, details: UsageErrorDetails) {
    super(message)
    this.code = details.code
    if (details.hint !== undefined) this.hint = details.hint
    this.problems = details.problems ?? []
  }
}
