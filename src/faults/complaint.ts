import { format, suggest, UsageError } from '../base/index.ts'

/** What is wrong with a fault that a user wrote: one sentence, and what to write instead. */
export function complain(message: string, hint: string): never {
  throw new UsageError(`${message}: ${hint}`, { code: 'bad_fault', hint })
}

/** The given value must be one of the words. */
export function wordFrom<Word extends string>(
  what: string,
  words: readonly Word[],
  given: unknown,
): Word {
  const found = words.find((word) => word === given)
  if (found !== undefined) return found
  const near = typeof given === 'string' ? suggest(given, words) : undefined
  const hint = near === undefined ? `write ${words.join(', ')}` : `did you mean ${near}?`
  complain(`${format(given)} is no ${what}`, hint)
}

/** An option that nobody knows is a mistake, never ignored. */
export function closed(what: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue
    const near = suggest(key, known)
    const hint = near === undefined ? `it may have ${known.join(', ')}` : `did you mean ${near}?`
    complain(`${what} has no option ${format(key)}`, hint)
  }
}

/** A whole number from `least` on. */
export function wholeFrom(least: number, what: string, given: unknown): number {
  if (Number.isSafeInteger(given) && (given as number) >= least) return given as number
  complain(`${what} is ${format(given)}`, `it must be a whole number from ${least} on`)
}

/** Whole milliseconds from `least` on. */
export function durationFrom(least: number, what: string, given: unknown): number {
  if (Number.isSafeInteger(given) && (given as number) >= least) return given as number
  complain(
    `${what} is ${format(given)}`,
    `it must be whole milliseconds from ${least} on, such as 250 or seconds(3)`,
  )
}
