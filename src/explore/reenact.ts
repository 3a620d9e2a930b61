import type { Strike } from '../faults/index.ts'
import type { Capsule } from '../record/index.ts'
import { Replay } from './deviations.ts'
import type { Prepared } from './experiment.ts'
import { runOnce, type Run } from './run.ts'
import { sameFailure } from './shrink.ts'

/**
 * What became of a stored failure. The last two are never merged: a run that drifted before it came
 * near the failure says nothing about whether the bug is there.
 */
export type ReplayVerdict =
  /** The same failure, and the same trace to the last event. */
  | 'reproduced'
  /** The same failure, though the trace has changed on the way. */
  | 'same_failure_after_drift'
  /** Another property, or another subject. */
  | 'different_failure'
  /** No failure, although everything was set up for it by the same trace: the bug is fixed. */
  | 'gone'
  /** No failure; the trace had changed before all was set up, so nobody can tell. */
  | 'gone_drifted'

export interface Reenactment {
  readonly verdict: ReplayVerdict
  readonly run: Run
  /** Step of the last checkpoint that still agrees, and of the first that does not; null when all do. */
  readonly sameUpTo: number
  readonly differsBy: number | null
  /** Deviations of the capsule whose events did not come up. */
  readonly missed: number
}

/** Plays a stored failure again: once, in full. */
export function reenact(prepared: Prepared, capsule: Capsule): Reenactment {
  const strategy = new Replay(capsule.deviations)
  const steps = new Set(capsule.checkpoints.map(({ step }) => step))
  const run = runOnce(
    {
      ...prepared,
      delivery: capsule.delivery as Prepared['delivery'],
      limits: { ...prepared.limits, ...capsule.limits },
    },
    {
      seed: capsule.seed,
      strategy,
      strikes: capsule.strikes.map(({ strike }) => strike as Strike),
      record: 'full',
      checkpointAt: (step) => steps.has(step),
    },
  )
  const { sameUpTo, differsBy } = compare(capsule, run)
  const verdict = judge(capsule, run, differsBy)
  return { verdict, run, sameUpTo, differsBy, missed: strategy.missed }
}

function judge(capsule: Capsule, run: Run, differsBy: number | null): ReplayVerdict {
  if (sameFailure(run, capsule)) {
    return run.digest === capsule.digest ? 'reproduced' : 'same_failure_after_drift'
  }
  if (run.violation !== null) return 'different_failure'
  return differsBy === null || differsBy > capsule.setUpBy ? 'gone' : 'gone_drifted'
}

/** Which checkpoints of the capsule the new run has passed with the same hash. */
function compare(
  capsule: Capsule,
  run: Run,
): { readonly sameUpTo: number; readonly differsBy: number | null } {
  let sameUpTo = 0
  for (const [i, { step, digest }] of capsule.checkpoints.entries()) {
    if (run.checkpoints[i]?.digest !== digest) return { sameUpTo, differsBy: step }
    sameUpTo = step
  }
  return { sameUpTo, differsBy: null }
}
