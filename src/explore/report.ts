import type { Tally, Verdict, Violation } from '../check/index.ts'
import type { Strike } from '../faults/index.ts'
import type { Mistake } from '../machine/index.ts'
import type { Capsule, Checkpoint, Deviation, TraceEvent } from '../record/index.ts'
import type { Part } from './shrink.ts'

/** What a sweep over many seeds has found: plain data. */
export interface Report {
  readonly name: string
  readonly verdict: Verdict
  /** Why the verdict is not `holds`, in one line; null when it is. */
  readonly reason: string | null
  readonly seed: string
  /** Seeds that were run; those of the determinism guard's second runs do not count. */
  readonly runs: number
  readonly steps: number
  /** Virtual milliseconds of all runs together. */
  readonly time: number
  readonly tallies: readonly Tally[]
  /** One for each property that was violated, in the order in which they were found. */
  readonly counterexamples: readonly Counterexample[]
  /** A user's mistake that ended the sweep. */
  readonly mistake: Mistake | null
  readonly nondeterminism: Nondeterminism | null
  readonly determinism: { readonly checked: number; readonly agreed: number }
  /** How often each kind of fault struck. */
  readonly faults: Readonly<Record<string, number>>
  /** Faults of the plan that struck nobody in any run. */
  readonly neverHit: readonly string[]
  /** Different trace hashes seen. */
  readonly schedules: number
}

/** A failure with its smallest story. */
export interface Counterexample {
  readonly violation: Violation
  readonly seed: string
  /** Index of the run that found it, from 0. */
  readonly run: number
  readonly deviations: readonly Part<Deviation>[]
  readonly strikes: readonly Part<Strike>[]
  /** How many departures and faults there were before shrinking, and how many runs it took. */
  readonly before: number
  readonly shrinkRuns: number
  readonly digest: string
  readonly steps: number
  readonly time: number
  readonly checkpoints: readonly Checkpoint[]
  /** Every event of the smallest run. */
  readonly trace: readonly TraceEvent[]
  readonly capsule: Capsule
}

/** The same seed gave two different runs: the user's code reaches past the simulated world. */
export interface Nondeterminism {
  readonly seed: string
  /** Index of the first event that differs, and both versions of it; null past the end of a trace. */
  readonly at: number
  readonly first: TraceEvent | null
  readonly second: TraceEvent | null
}
