import type { Problem } from '../base/index.ts'
import type { ReplayVerdict, Report, Run } from '../explore/index.ts'
import type { Capsule } from '../record/index.ts'

/** What a scenario file says is to be expected of it. */
export type Expected =
  | { readonly kind: 'holds' }
  | { readonly kind: 'violated'; readonly name: string }
  | { readonly kind: 'violated_any' }

/** One scenario's sweep, with what was expected of it: plain data. */
export interface Outcome {
  readonly id: string
  readonly file: string
  readonly title: string
  readonly expect: Expected
  readonly report: Report
  /** How the sweep came to its end. */
  readonly ended: SweepEnd
  /** Where in the scenario's file each property is written: `crash.yaml:14`. */
  readonly places: Readonly<Record<string, string>>
  /** Where in the user's code the mistake is. */
  readonly mistakeAt: SourcePlace | null
  /** Failures of earlier sweeps, which were tried first. */
  readonly stored: readonly StoredTrial[]
  /** Patterns of the file that matched nobody. */
  readonly problems: readonly Problem[]
  /** Wall-clock milliseconds: for people only, never part of a verdict. */
  readonly took: number
}

export type SweepEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'interrupted' }
  /** One run was still busy after so many milliseconds of wall clock. */
  | { readonly kind: 'hung'; readonly seed: string; readonly wall: number }

/** A place in somebody's code, with its line. */
export interface SourcePlace {
  readonly file: string
  readonly line: number
  readonly column: number
  /** The line, and under it what is meant. */
  readonly excerpt: readonly string[]
}

/** A stored failure that was played again. */
export interface StoredTrial {
  readonly capsule: Capsule
  readonly verdict: ReplayVerdict
  readonly run: Run
  /** Whether that is a failure which nobody has said to expect. */
  readonly fails: boolean
  /** Named in the scenario's file, so that it is never forgotten. */
  readonly pinned: boolean
  /** How many times in a row it has passed by now, and after how many it is forgotten. */
  readonly passes: number
  readonly passesToForget: number
}

/** Whether the sweep came out as expected; an `unknown` never does. */
export function isMet(outcome: Outcome): boolean {
  const { expect, report, ended, stored, problems } = outcome
  if (report.mistake !== null || report.nondeterminism !== null) return false
  if (ended.kind === 'hung' || problems.length > 0) return false
  if (stored.some(({ fails }) => fails)) return false
  switch (expect.kind) {
    case 'holds':
      return report.verdict === 'holds'
    case 'violated':
      return report.counterexamples.some(({ violation }) => violation.property === expect.name)
    case 'violated_any':
      return report.counterexamples.length > 0
  }
}

/** Whether it was stopped before anything could be said of it. */
export function isOpen(outcome: Outcome): boolean {
  const { ended, report, expect } = outcome
  if (ended.kind !== 'interrupted' || report.counterexamples.length > 0) return false
  return expect.kind !== 'holds' || report.verdict !== 'violated' || report.runs === 0
}
