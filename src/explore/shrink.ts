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
  const steps = shrinking(prepared, seed, deviations, strikes, signature)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** The smallest that has been found so far. */
export interface Best {
  readonly deviations: readonly Deviation[]
  readonly strikes: readonly Strike[]
  /** Runs made so far. */
  readonly runs: number
}

/** As `shrink`, in steps of one run each: for those who show its progress or may have to end it early. */
export function* shrinking(
  prepared: Prepared,
  seed: string,
  deviations: readonly Deviation[],
  strikes: readonly Strike[],
  signature: Signature,
): Generator<Best, Shrunk | null> {
  const trial = new Trial(prepared, seed, signature)
  const whole = trial.run(deviations, strikes)
  if (whole === null) return null
  const best: Found = { deviations, strikes, run: whole }
  const tell = (): Best => ({
    deviations: best.deviations,
    strikes: best.strikes,
    runs: trial.runs,
  })
  yield tell()
  let before
  do {
    before = best.deviations.length + best.strikes.length
    for (const _ of minimize(best.strikes, (few) => accept(trial, best, best.deviations, few)))
      yield tell()
    for (const _ of minimize(best.deviations, (few) => accept(trial, best, few, best.strikes)))
      yield tell()
  } while (best.deviations.length + best.strikes.length < before && trial.left > 0)
  const marked = { deviations: new Needs(best.deviations), strikes: new Needs(best.strikes) }
  for (const few of marked.deviations.candidates(trial)) {
    marked.deviations.learn(trial.run(few, best.strikes))
    yield tell()
  }
  for (const few of marked.strikes.candidates(trial)) {
    marked.strikes.learn(trial.run(best.deviations, few))
    yield tell()
  }
  return {
    deviations: marked.deviations.parts(),
    strikes: marked.strikes.parts(),
    run: best.run,
    runs: trial.runs,
  }
}

interface Found {
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
  best: Found,
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

/**
 * Deletes chunks of falling size; `keeps` is told what would be left and takes it over when it does.
 * A step is one question to `keeps`.
 */
function* minimize<Item>(
  items: readonly Item[],
  keeps: (fewer: readonly Item[]) => boolean,
): Generator<undefined, void> {
  let left = items
  if (left.length === 0) return
  const nothing = keeps([])
  yield
  if (nothing) return
  let size = Math.ceil(left.length / 2)
  while (size >= 1 && left.length > 0) {
    let from = 0
    while (from < left.length) {
      const fewer = [...left.slice(0, from), ...left.slice(from + size)]
      if (fewer.length < left.length && keeps(fewer)) left = fewer
      else from += size
      yield
    }
    size = size === 1 ? 0 : Math.ceil(size / 2)
  }
}

/** Finds out of each part that is left whether the failure survives without it: if not, it is needed. */
class Needs<Item> {
  readonly #items: readonly Item[]
  readonly #needed: boolean[] = []

  constructor(items: readonly Item[]) {
    this.#items = items
  }

  /** All items but one, for each in turn; what is not asked within the budget counts as free. */
  *candidates(trial: Trial): Generator<readonly Item[], void> {
    for (const item of this.#items) {
      if (trial.left <= 0) return
      yield this.#items.filter((each) => each !== item)
    }
  }

  learn(run: Run | null): void {
    this.#needed.push(run === null)
  }

  parts(): readonly Part<Item>[] {
    return this.#items.map((what, i) => ({ what, needed: this.#needed[i] ?? false }))
  }
}
