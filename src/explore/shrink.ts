import type { Strike } from '../faults/index.ts'
import type { Deviation } from '../record/index.ts'
import { Replay } from './deviations.ts'
import type { Prepared } from './experiment.ts'
import { runOnce, type Run } from './run.ts'

/** A part of a counterexample, and whether leaving it out was seen to make the failure go away. */
export interface Part<What> {
  readonly what: What
  readonly needed: boolean
}

/** The smallest story found: what is left of the deviations and the faults. */
export interface Shrunk {
  readonly deviations: readonly Part<Deviation>[]
  readonly strikes: readonly Part<Strike>[]
  /** The run that they give. */
  readonly run: Run
  /** How many runs it took. */
  readonly runs: number
}

/** What a failure is known by: shrinking must not slide from one to another. */
export interface Signature {
  readonly property: string
  readonly subject: string
}

/**
 * Makes a failing run smaller by deleting: chunks of faults and of deviations, large ones first
 * (delta debugging: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", TSE
 * 2002), until nothing can be left out or the budget is used up. Only a run that violates the same
 * property at the same subject counts.
 */
export function shrink(
  prepared: Prepared,
  seed: string,
  deviations: readonly Deviation[],
  strikes: readonly Strike[],
  signature: Signature,
): Shrunk | null {
  const trial = new Trial(prepared, seed, signature)
  const whole = trial.run(deviations, strikes)
  if (whole === null) return null
  const best: Best = { deviations, strikes, run: whole }
  let before
  do {
    before = best.deviations.length + best.strikes.length
    minimize(best.strikes, (fewer) => accept(trial, best, best.deviations, fewer))
    minimize(best.deviations, (fewer) => accept(trial, best, fewer, best.strikes))
  } while (best.deviations.length + best.strikes.length < before && trial.left > 0)
  return {
    deviations: mark(best.deviations, (fewer) => trial.run(fewer, best.strikes) !== null, trial),
    strikes: mark(best.strikes, (fewer) => trial.run(best.deviations, fewer) !== null, trial),
    run: best.run,
    runs: trial.runs,
  }
}

interface Best {
  deviations: readonly Deviation[]
  strikes: readonly Strike[]
  run: Run
}

/** Runs candidates within the budget, and tells whether they still fail in the same way. */
class Trial {
  readonly #prepared: Prepared
  readonly #seed: string
  readonly #signature: Signature
  runs = 0

  constructor(prepared: Prepared, seed: string, signature: Signature) {
    this.#prepared = prepared
    this.#seed = seed
    this.#signature = signature
  }

  get left(): number {
    return this.#prepared.shrinkRuns - this.runs
  }

  run(deviations: readonly Deviation[], strikes: readonly Strike[]): Run | null {
    if (this.left <= 0 && this.runs > 0) return null
    this.runs++
    const run = runOnce(this.#prepared, {
      seed: this.#seed,
      strategy: new Replay(deviations),
      strikes,
    })
    return sameFailure(run, this.#signature) ? run : null
  }
}

/** Whether the run violates that property at that subject, whatever else it violates. */
export function sameFailure(run: Run, { property, subject }: Signature): boolean {
  return run.findings.some(
    (finding) => finding.property === property && finding.violation?.subject === subject,
  )
}

function accept(
  trial: Trial,
  best: Best,
  deviations: readonly Deviation[],
  strikes: readonly Strike[],
): boolean {
  const run = trial.run(deviations, strikes)
  if (run === null) return false
  best.deviations = deviations
  best.strikes = strikes
  best.run = run
  return true
}

/** Deletes chunks of falling size; `keeps` is told what would be left and takes it over when it does. */
function minimize<Item>(items: readonly Item[], keeps: (fewer: readonly Item[]) => boolean): void {
  let left = items
  if (left.length > 0 && keeps([])) return
  let size = Math.ceil(left.length / 2)
  while (size >= 1 && left.length > 0) {
    let from = 0
    while (from < left.length) {
      const fewer = [...left.slice(0, from), ...left.slice(from + size)]
      if (fewer.length < left.length && keeps(fewer)) left = fewer
      else from += size
    }
    size = size === 1 ? 0 : Math.ceil(size / 2)
  }
}

/** Tries each part that is left once more: needed when the failure does not survive without it. */
function mark<Item>(
  items: readonly Item[],
  survives: (fewer: readonly Item[]) => boolean,
  trial: Trial,
): readonly Part<Item>[] {
  return items.map((what) => ({
    what,
    needed: trial.left > 0 && !survives(items.filter((each) => each !== what)),
  }))
}
