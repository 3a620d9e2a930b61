import { performance } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { VERSION } from '../../base/index.ts'
import { prepare, reenact, sweep, type Experiment, type Report } from '../../explore/index.ts'
import {
  count,
  failureBlock,
  fit,
  heading,
  isMet,
  jsonDocument,
  scenarioLine,
  summary,
  traceLine,
  type Outcome,
} from '../../report/index.ts'
import { formatProblems, unmatched, type LoadedScenario } from '../../scenario/index.ts'
import { ExitCode, worstOf } from '../exit-code.ts'
import { Failures } from '../failures.ts'
import { loadAll } from '../load-all.ts'
import type { Terminal } from '../terminal.ts'

export interface RunOptions {
  readonly files: readonly string[]
  readonly seed: string
  readonly runs: number | undefined
  /** Stop after so many scenarios that did not come out as expected; Infinity never does. */
  readonly bail: number
  readonly reporters: readonly string[]
  readonly grep: string | undefined
  readonly trace: 'off' | 'on-failure' | 'on'
  readonly limits: NonNullable<Experiment['limits']>
  readonly passWithNoTests: boolean
  readonly replayFirst: boolean
}

/** Milliseconds of work between two looks at the keyboard and the clock. */
const SLICE = 50

/** `mayday run`: sweeps seeds over scenarios; answers the exit code. */
export async function run(options: RunOptions, terminal: Terminal): Promise<number> {
  const { seed } = options
  const json = options.reporters.includes('json')
  const print: Terminal['print'] = json ? () => undefined : terminal.print
  const loading = await loadAll(options.files, options.grep, terminal)
  if ('exitCode' in loading) return loading.exitCode
  const { scenarios } = loading
  print(heading(VERSION, seed, scenarios.length))
  if (scenarios.length === 0 && !options.passWithNoTests) {
    terminal.warn('no scenario matches; --pass-with-no-tests makes this a success')
    return ExitCode.nothingMatched
  }
  const session = new Session(options, { ...terminal, print })
  const stop = (): void => session.interrupt()
  process.once('SIGINT', stop)
  try {
    for (const scenario of scenarios) {
      if (session.isOver) break
      await session.sweep(scenario)
    }
  } finally {
    process.off('SIGINT', stop)
    terminal.live(null)
  }
  session.close()
  const exitCode = session.exitCode
  if (json) terminal.print(JSON.stringify(jsonDocument(session.outcomes, seed, exitCode), null, 2))
  return exitCode
}

/** One invocation: what has been found so far. */
class Session {
  readonly outcomes: Outcome[] = []
  readonly #options: RunOptions
  readonly #terminal: Terminal
  readonly #failures = new Failures()
  readonly #codes: number[] = []
  #interrupted = false

  constructor(options: RunOptions, terminal: Terminal) {
    this.#options = options
    this.#terminal = terminal
  }

  interrupt(): void {
    this.#interrupted = true
  }

  get isOver(): boolean {
    const unmet = this.outcomes.filter((outcome) => !isMet(outcome)).length
    return this.#interrupted || unmet >= this.#options.bail
  }

  get exitCode(): number {
    return this.#interrupted ? ExitCode.interrupted : worstOf(this.#codes)
  }

  async sweep(loaded: LoadedScenario): Promise<void> {
    if (this.#options.replayFirst) this.#tryStored(loaded)
    const began = performance.now()
    const report = await this.#drive(loaded)
    const { id, file, scenario } = loaded
    const took = performance.now() - began
    const outcome: Outcome = { id, file, title: scenario.title, expect: scenario.expect, report, took }
    this.outcomes.push(outcome)
    this.#terminal.live(null)
    this.#terminal.print(scenarioLine(outcome, this.#terminal))
    if (isMet(outcome)) this.#printExpected(outcome)
    this.#keep(loaded, outcome)
    this.#codes.push(codeOf(outcome))
    this.#tellUnmatched(loaded, report)
  }

  /** Failures in full, then what the sweeps were worth. */
  close(): void {
    const { print } = this.#terminal
    const unmet = this.outcomes.filter((outcome) => !isMet(outcome))
    for (const outcome of unmet) {
      print('')
      print(failureBlock(outcome, this.#terminal))
      if (this.#options.trace === 'on-failure') this.#printTrace(outcome)
    }
    if (this.#options.trace === 'on') this.outcomes.forEach((each) => this.#printTrace(each))
    print('')
    if (this.#interrupted) print(' Interrupted: what follows was found until then.')
    print(summary(this.outcomes, this.#options.seed, this.#terminal))
  }

  /** Runs a sweep in slices, so that Ctrl-C and the live line get their turn. */
  async #drive(loaded: LoadedScenario): Promise<Report> {
    const { seed, runs, limits } = this.#options
    const { experiment } = loaded
    const prepared = prepare({
      ...experiment,
      seed,
      ...(runs !== undefined && { runs }),
      limits: { ...experiment.limits, ...limits },
    })
    const steps = sweep(prepared)
    let slice = performance.now()
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
      if (performance.now() - slice < SLICE) continue
      const doing = step.value.kind === 'ran' ? `${count(step.value.runs)} of ${count(prepared.runs)}` : 'shrinking'
      this.#terminal.live(fit(` … ${loaded.scenario.title}   ${doing}`, this.#terminal.width))
      await nextTurn()
      if (this.#interrupted) return step.value.report()
      slice = performance.now()
    }
  }

  /** Failures of earlier runs come first: most of what breaks has broken before. */
  #tryStored(loaded: LoadedScenario): void {
    for (const stored of this.#failures.ofScenario(loaded.id)) {
      const { verdict } = reenact(prepare(loaded.experiment), stored.capsule)
      const failed = verdict === 'reproduced' || verdict === 'same_failure_after_drift'
      const expected = loaded.scenario.expect.kind !== 'holds'
      let said = 'still fails'
      if (failed) this.#failures.failedAgain(stored)
      else said = `now passes (${this.#failures.passed(stored)} of 3)`
      if (failed && expected) continue
      if (failed) this.#codes.push(ExitCode.violated)
      this.#terminal.print(
        ` ↻ 1 stored failure tried first: ${stored.capsule.id}  ${said}   npx mayday replay ${stored.capsule.id}`,
      )
    }
  }

  #keep({ id, file }: LoadedScenario, { report }: Outcome): void {
    for (const { capsule } of report.counterexamples) this.#failures.keep(id, file, capsule)
  }

  #tellUnmatched(loaded: LoadedScenario, report: Report): void {
    if (this.#interrupted || report.counterexamples.length > 0) return
    const problems = unmatched(loaded, report)
    if (problems.length === 0) return
    this.#terminal.warn(formatProblems(problems))
    this.#codes.push(ExitCode.usage)
  }

  /** An expected failure is no news, but it can be seen again like any other. */
  #printExpected(outcome: Outcome): void {
    for (const { capsule, digest } of outcome.report.counterexamples) {
      const line = `     replay    npx mayday replay ${capsule.id}   hash ${digest}`
      this.#terminal.print(this.#terminal.paint.dim(fit(line, this.#terminal.width)))
    }
  }

  #printTrace({ report }: Outcome): void {
    for (const { trace } of report.counterexamples) {
      this.#terminal.print(trace.map((event) => fit(traceLine(event), this.#terminal.width)))
    }
  }
}

function codeOf(outcome: Outcome): number {
  const { report } = outcome
  if (report.mistake !== null) return ExitCode.usage
  if (report.nondeterminism !== null) return ExitCode.notDeterministic
  if (isMet(outcome)) return ExitCode.holds
  return report.verdict === 'unknown' ? ExitCode.limit : ExitCode.violated
}
