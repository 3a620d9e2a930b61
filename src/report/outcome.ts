import type { Report } from '../explore/index.ts'

/** What a scenario file says is to be expected of it. */
export type Expected =
  | { readonly kind: 'holds' }
  | { readonly kind: 'violated'; readonly name: string }
  | { readonly kind: 'violated_any' }

/** One scenario's sweep, with what was expected of it. */
export interface Outcome {
  readonly id: string
  readonly file: string
  readonly title: string
  readonly expect: Expected
  readonly report: Report
  /** Wall-clock milliseconds: for people only, never part of a verdict. */
  readonly took: number
}

/** Whether the sweep came out as expected; an `unknown` never does. */
export function isMet({ expect, report }: Outcome): boolean {
  if (report.mistake !== null || report.nondeterminism !== null) return false
  switch (expect.kind) {
    case 'holds':
      return report.verdict === 'holds'
    case 'violated':
      return report.counterexamples.some(({ violation }) => violation.property === expect.name)
    case 'violated_any':
      return report.counterexamples.length > 0
  }
}
