import {
  mergeTallies,
  summarize,
  tally,
  worst,
  type Tally,
  type Violation,
} from '../check/index.ts'
import { explaining } from './counterexample.ts'
import { findDivergence, isGuarded } from './determinism.ts'
import { prepare, type Experiment, type Prepared } from './experiment.ts'
import type { Counterexample, Nondeterminism, Report } from './report.ts'
import { runOnce, type Run } from './run.ts'
import { strategyNamed, type StrategyName } from './strategies.ts'

/**
 * Tries an experiment on many seeds, and makes the first failure as small as it can.
 *
 * @throws UsageError when the experiment makes no sense.
 * @example
 * const report = check({ system, properties: [moneyIsConserved], runs: 500, seed: '42' })
 */
export function check(experiment: Experiment): Report {
  const steps = sweep(prepare(experiment))
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** What a sweep is doing: it has made so many runs, or so many to make a failure smaller. */
export type SweepStep =
  | { readonly kind: 'ran'; readonly runs: number; readonly report: () => Report }
  | { readonly kind: 'shrinking'; readonly runs: number; readonly report: () => Report }

/**
 * A sweep in steps, for those who show its progress or may have to end it early: `report` tells at
 * any time what has been found so far.
 */
export function sweep(prepared: Prepared): Generator<SweepStep, Report> {
  return new Sweep(prepared).steps()
}

/** Of several violations in one run, the expected one, else the first. */
function violationToShow(run: Run, expected: string | null): Violation | null {
  const found = run.findings.find(({ property }) => property === expected)
  return found?.violation ?? run.violation
}

/** Collects what the runs of one sweep say. */
class Sweep {
  readonly #prepared: Prepared
  readonly #digests = new Set<string>()
  readonly #faults: Record<string, number> = {}
  #neverHit: readonly string[] | null = null
  #tallies: readonly Tally[] = []
  #runs = 0
  #steps = 0
  #time = 0
  #checked = 0
  #agreed = 0
  #nondeterminism: Nondeterminism | null = null

  constructor(prepared: Prepared) {
    this.#prepared = prepared
  }

  *steps(): Generator<SweepStep, Report> {
    const prepared = this.#prepared
    const report = (): Report => this.#report([], null)
    // From the first step on there is a report, also for who stops before the first run is over.
    yield { kind: 'ran', runs: 0, report }
    for (let k = 0; k < prepared.runs; k++) {
      const strategy = prepared.strategies[k % prepared.strategies.length]!
      const seed = `${prepared.seed}.${k}`
      const run = runOnce(prepared, { seed, strategy: strategyNamed(strategy) })
      this.#count(run)
      if (run.mistake !== null) return this.#report([], run)
      if (isGuarded(k, prepared.determinism)) this.#guard(run, seed, strategy)
      if (this.#nondeterminism !== null) return this.#report([], run)
      const violation = violationToShow(run, prepared.expected)
      if (violation !== null) {
        const steps = explaining(prepared, run, k, strategy, violation)
        for (;;) {
          const step = steps.next()
          if (step.done === true) return this.#report([step.value], run)
          const { shrinkRuns, example } = step.value
          yield {
            kind: 'shrinking',
            runs: shrinkRuns,
            report: () => this.#report([example()], run),
          }
        }
      }
      yield { kind: 'ran', runs: k + 1, report }
    }
    return this.#report([], null)
  }

  #count(run: Run): void {
    this.#runs++
    this.#steps += run.steps
    this.#time += run.time
    this.#digests.add(run.digest)
    for (const { do: blow, vain } of run.strikes) {
      if (vain !== true) this.#faults[blow.kind] = (this.#faults[blow.kind] ?? 0) + 1
    }
    const missed = run.neverHit
    this.#neverHit = this.#neverHit?.filter((fault) => missed.includes(fault)) ?? missed
    this.#tallies = mergeTallies(this.#tallies, tally(run))
  }

  /** The same seed again: another hash means that something outside the simulated world decides. */
  #guard(run: Run, seed: string, strategy: StrategyName): void {
    this.#checked++
    const again = runOnce(this.#prepared, { seed, strategy: strategyNamed(strategy) })
    if (again.digest === run.digest) this.#agreed++
    else {
      this.#nondeterminism = findDivergence(this.#prepared, seed, strategy) ?? {
        seed,
        at: 0,
        first: null,
        second: null,
      }
    }
  }

  #report(counterexamples: readonly Counterexample[], last: Run | null): Report {
    const { name, seed } = this.#prepared
    const mistake = last?.mistake ?? null
    const summaries = this.#tallies.map(summarize)
    const open = mistake !== null || this.#nondeterminism !== null
    const verdict = open ? 'unknown' : worst(summaries.map((each) => each.verdict))
    const reason =
      mistake?.message ??
      (this.#nondeterminism === null
        ? null
        : `seed ${this.#nondeterminism.seed} gave two different runs`) ??
      summaries.find((each) => each.verdict === verdict)?.reason ??
      null
    return {
      name,
      verdict,
      reason,
      seed,
      runs: this.#runs,
      steps: this.#steps,
      time: this.#time,
      tallies: this.#tallies,
      counterexamples,
      mistake,
      nondeterminism: this.#nondeterminism,
      determinism: { checked: this.#checked, agreed: this.#agreed },
      faults: this.#faults,
      neverHit: this.#neverHit ?? [],
      schedules: this.#digests.size,
    }
  }
}
