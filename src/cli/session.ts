import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  prepare,
  reenact,
  runOnce,
  strategyNamed,
  sweep,
  type Prepared,
  type Report,
  type SweepStep,
} from '../explore/index.ts'
import {
  count,
  expectedLines,
  failureBlock,
  fit,
  isMet,
  scenarioLine,
  summary,
  traceLine,
  type Outcome,
  type StoredTrial,
  type SweepEnd,
} from '../report/index.ts'
import { formatProblems, unmatched, type LoadedScenario } from '../scenario/index.ts'
import type { RunOptions } from './commands/run.ts'
import { ExitCode, worstOf } from './exit-code.ts'
import { PASSES_TO_FORGET, readStored, type Failures, type Stored } from './failures.ts'
import { mistakePlace, propertyPlaces, readable } from './source-place.ts'
import type { Terminal } from './terminal.ts'
import { watched } from './watched.ts'

/** Milliseconds of work between two looks at the keyboard and the clock. */
const SLICE = 50

/** One `mayday run`: what has been found so far. */
export class Session {
  readonly outcomes: Outcome[] = []
  readonly #options: RunOptions
  readonly #terminal: Terminal
  readonly #failures: Failures
  readonly #stored: readonly Stored[]
  #interrupted = false

  constructor(options: RunOptions, terminal: Terminal, failures: Failures) {
    this.#options = options
    this.#terminal = terminal
    this.#failures = failures
    this.#stored = options.replayFirst ? failures.all() : []
  }

  interrupt(): void {
    this.#interrupted = true
  }

  get interrupted(): boolean {
    return this.#interrupted
  }

  /** Whether there is no point in going on: Ctrl-C, enough failures, or a run that was torn off. */
  get isOver(): boolean {
    const unmet = this.outcomes.filter((outcome) => !isMet(outcome)).length
    const torn = this.outcomes.some(({ ended }) => ended.kind === 'hung')
    return this.#interrupted || torn || unmet >= this.#options.bail
  }

  get exitCode(): number {
    return this.#interrupted ? ExitCode.interrupted : worstOf(this.outcomes.map(codeOf))
  }

  async sweep(loaded: LoadedScenario): Promise<void> {
    const began = performance.now()
    const prepared = this.#prepare(loaded)
    const stored = this.#tryStored(loaded, prepared)
    const { report, ended } = await this.#drive(loaded, prepared)
    const { id, file, scenario } = loaded
    const { mistake } = report
    const outcome: Outcome = {
      id,
      file,
      title: scenario.title,
      expect: scenario.expect,
      report: { ...report, mistake: mistake === null ? null : readable(mistake) },
      ended,
      places: propertyPlaces(loaded),
      mistakeAt: mistake === null ? null : mistakePlace(mistake),
      stored,
      problems:
        ended.kind === 'done' && report.counterexamples.length === 0
          ? unmatched(loaded, report)
          : [],
      took: performance.now() - began,
    }
    this.outcomes.push(outcome)
    for (const { capsule } of report.counterexamples) this.#failures.keep(id, file, capsule)
    this.#tell(outcome, loaded, prepared)
  }

  /** Failures in full, then what the sweeps were worth. */
  close(planned: number): void {
    const { print } = this.#terminal
    const { commands, seed, trace } = this.#options
    for (const outcome of this.outcomes.filter((each) => !isMet(each))) {
      if (outcome.ended.kind === 'interrupted' && !hasFailed(outcome)) continue
      const block = failureBlock(outcome, commands, this.#terminal)
      if (block.length > 0) print(['', ...block])
      if (outcome.problems.length > 0) print(['', formatProblems(outcome.problems)])
      if (trace !== 'off') this.#printTrace(outcome)
    }
    print('')
    if (this.#interrupted) print(' Interrupted: this is what was found until then.')
    print(summary(this.outcomes, planned, commands, seed, this.#terminal))
  }

  #prepare({ experiment }: LoadedScenario): Prepared {
    const { seed, runs, limits } = this.#options
    return prepare({
      ...experiment,
      seed,
      ...(runs !== undefined && { runs }),
      limits: { ...experiment.limits, ...limits },
    })
  }

  /** Runs a sweep in slices, so that Ctrl-C and the live line get their turn. */
  async #drive(
    { scenario }: LoadedScenario,
    prepared: Prepared,
  ): Promise<{ readonly report: Report; readonly ended: SweepEnd }> {
    const wall = this.#options.limitWall
    const steps = sweep(prepared)
    // The first step comes before the first run: from then on there is something to tell.
    let last = steps.next().value as SweepStep
    for (;;) {
      const slice = watched(() => workOn(steps, (step) => (last = step)), SLICE + wall)
      if (slice.kind === 'done' && slice.value !== null) {
        return { report: slice.value, ended: { kind: 'done' } }
      }
      const doing =
        last.kind === 'ran'
          ? `${count(last.runs)} of ${count(prepared.runs)}`
          : `shrinking, run ${count(last.runs)}`
      this.#terminal.live(` … ${scenario.title}   ${doing}`)
      // A signal that came meanwhile is noticed in the first turn and told in the second.
      await nextTurn()
      await nextTurn()
      if (this.#interrupted) return { report: last.report(), ended: { kind: 'interrupted' } }
      if (slice.kind === 'hung') {
        const seed = `${prepared.seed}.${last.report().runs}`
        return { report: last.report(), ended: { kind: 'hung', seed, wall } }
      }
    }
  }

  /** Failures of earlier sweeps come first: most of what breaks has broken before. */
  #tryStored(loaded: LoadedScenario, prepared: Prepared): readonly StoredTrial[] {
    const { expect } = loaded.scenario
    const trials: StoredTrial[] = []
    const pinned = loaded.scenario.pinned.map((path) =>
      readStored(join(dirname(loaded.file), path)),
    )
    const mine = this.#stored.filter(({ scenario }) => scenario === loaded.id)
    for (const stored of [...pinned, ...mine]) {
      const attempt = watched(() => reenact(prepared, stored.capsule), this.#options.limitWall)
      if (attempt.kind !== 'done') break
      const { verdict, run } = attempt.value
      // What the code's author has got wrong says nothing about the failure; the sweep will tell.
      if (run.mistake !== null) continue
      const passed = verdict === 'gone' || verdict === 'gone_drifted'
      const expected =
        expect.kind === 'violated_any' ||
        (expect.kind === 'violated' &&
          run.findings.some((each) => each.property === expect.name && each.violation !== null))
      const isPinned = pinned.includes(stored)
      const passes = passed && !isPinned ? this.#failures.passed(stored) : 0
      if (!passed && !isPinned) this.#failures.failedAgain(stored)
      const trial: StoredTrial = {
        capsule: stored.capsule,
        verdict,
        run,
        fails: !passed && !expected,
        pinned: isPinned,
        passes,
        passesToForget: PASSES_TO_FORGET,
      }
      trials.push(trial)
      // That what is expected still fails is no news, nor that what is pinned holds.
      if (trial.fails || (passed && !isPinned))
        this.#terminal.print(storedLine(trial, this.#terminal.width))
    }
    return trials
  }

  #tell(outcome: Outcome, loaded: LoadedScenario, prepared: Prepared): void {
    const { print, live } = this.#terminal
    const { commands, trace } = this.#options
    live(null)
    print(scenarioLine(outcome, this.#terminal))
    if (!isMet(outcome)) return
    print(expectedLines(outcome, commands.flags, this.#terminal))
    if (trace === 'on') this.#printTrace(outcome, loaded, prepared)
  }

  /** Every event of the failing runs, or of the sweep's first run when none has failed. */
  #printTrace({ report }: Outcome, loaded?: LoadedScenario, prepared?: Prepared): void {
    const { print, width } = this.#terminal
    for (const { trace, seed } of report.counterexamples) {
      print([
        `   trace of the smallest story (seed ${seed})`,
        ...trace.map((event) => fit(traceLine(event), width)),
      ])
    }
    if (report.counterexamples.length > 0 || prepared === undefined || loaded === undefined) return
    const seed = `${prepared.seed}.0`
    const strategy = strategyNamed(prepared.strategies[0]!)
    const { trace } = runOnce(prepared, { seed, strategy, record: 'full' })
    print([`   trace of seed ${seed}`, ...trace.map((event) => fit(traceLine(event), width))])
  }
}

/** Goes on until a slice of time is used up; answers the report when that is the end of the sweep. */
function workOn(
  steps: Generator<SweepStep, Report>,
  told: (step: SweepStep) => void,
): Report | null {
  const until = performance.now() + SLICE
  do {
    const step = steps.next()
    if (step.done === true) return step.value
    told(step.value)
  } while (performance.now() < until)
  return null
}

/** A stored failure in one line, and one to paste: what became of it. */
function storedLine(trial: StoredTrial, width: number): readonly string[] {
  const { capsule, verdict, fails, passes, passesToForget } = trial
  const said = fails
    ? verdict === 'different_failure'
      ? 'fails in another way'
      : 'still fails'
    : `now passes (${passes} of ${passesToForget}${passes >= passesToForget ? ', forgotten' : ''})`
  const kind = trial.pinned ? 'pinned' : 'stored'
  const line = ` ↻ ${kind} failure tried first: ${capsule.id}   ${said}`
  return line.length <= width
    ? [line]
    : [fit(` ↻ ${kind} failure tried first:`, width), fit(`   ${capsule.id}`, width), `   ${said}`]
}

function hasFailed({ report, stored }: Outcome): boolean {
  return report.counterexamples.length > 0 || stored.some(({ fails }) => fails)
}

function codeOf(outcome: Outcome): number {
  const { report, ended, problems } = outcome
  if (report.mistake !== null) return ExitCode.usage
  if (report.nondeterminism !== null) return ExitCode.notDeterministic
  if (hasFailed(outcome) && !isMet(outcome)) return ExitCode.violated
  if (ended.kind === 'hung') return ExitCode.limit
  if (problems.length > 0) return ExitCode.usage
  if (isMet(outcome)) return ExitCode.holds
  return report.verdict === 'unknown' ? ExitCode.limit : ExitCode.violated
}
