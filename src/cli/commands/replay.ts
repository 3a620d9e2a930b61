import { existsSync } from 'node:fs'
import { suggest, UsageError } from '../../base/index.ts'
import {
  prepare,
  reenact,
  runOnce,
  storyOfTrace,
  strategyNamed,
  type Reenactment,
  type ReplayVerdict,
  type Run,
} from '../../explore/index.ts'
import { fit, storyLines, traceLine, wrap } from '../../report/index.ts'
import { formatProblems, loadScenario, type LoadedScenario } from '../../scenario/index.ts'
import { ExitCode } from '../exit-code.ts'
import { Failures, readStored, type Stored } from '../failures.ts'
import type { Terminal } from '../terminal.ts'

export interface ReplayOptions {
  /** Id of a stored failure, a capsule's file, or a scenario file together with a seed. */
  readonly what: string
  readonly seed: string | undefined
  readonly trace: boolean
  readonly bisect: boolean
  readonly json: boolean
}

/** `mayday replay`: one run, once, and what has become of the failure. */
export async function replay(options: ReplayOptions, terminal: Terminal): Promise<number> {
  if (/\.(ya?ml|ts|js)$/.test(options.what)) return await replaySeed(options, terminal)
  const stored = find(options.what)
  const loaded = await load(stored.scenarioFile, terminal)
  if (loaded === null) return options.bisect ? ExitCode.cannotTell : ExitCode.usage
  const result = reenact(prepare(loaded.experiment), stored.capsule)
  if (options.json) terminal.print(JSON.stringify(jsonOf(stored, result), null, 2))
  else tell(stored, result, options.trace, terminal)
  return options.bisect ? bisectCode(result.verdict) : codeOf(result.verdict)
}

const SENTENCES: Record<ReplayVerdict, string> = {
  reproduced: 'reproduced: the same failure, the same trace to the last event',
  same_failure_after_drift: 'same failure after drift: the code has changed, the bug has not',
  different_failure: 'a different failure',
  gone: 'gone: the trace was the same as far as the change, and the property holds now',
  gone_drifted: 'gone, but the run drifted before it came near: nobody can tell whether the bug is there',
}

function tell(stored: Stored, result: Reenactment, trace: boolean, terminal: Terminal): void {
  const { capsule } = stored
  const { run, verdict, sameUpTo, differsBy, missed } = result
  const { print, paint, width } = terminal
  print(` replaying ${capsule.id}   seed ${capsule.seed}   recorded by mayday ${capsule.mayday}${at(capsule.commit)}`)
  const failed = codeOf(verdict) !== ExitCode.holds
  print(failed ? paint.bad(` ✗ ${SENTENCES[verdict]}`) : paint.good(` ✓ ${SENTENCES[verdict]}`))
  if (run.violation !== null) print(wrap(`${run.violation.property}: ${run.violation.message}.`, 3, width))
  if (differsBy !== null) print(`   the trace is the same up to step ${sameUpTo} and differs by step ${differsBy}`)
  if (missed > 0) print(`   ${missed} of ${capsule.deviations.length} deviations found no event to apply to`)
  if (run.mistake !== null) print(wrap(`${run.mistake.message}. ${run.mistake.hint}.`, 3, width))
  show(run, trace, terminal)
  print(`   hash      ${run.digest}   ${run.steps} steps   seed ${run.seed}`)
}

function at(commit: string | null): string {
  return commit === null ? '' : ` at ${commit}`
}

function show(run: Run, trace: boolean, terminal: Terminal): void {
  if (trace) terminal.print(run.trace.map((event) => fit(traceLine(event), terminal.width)))
  else if (run.violation !== null) {
    terminal.print(storyLines(storyOfTrace(run.trace, run.violation), terminal))
  }
}

/** A scenario under a seed of one's own choice, as a sweep would run it. */
async function replaySeed(options: ReplayOptions, terminal: Terminal): Promise<number> {
  const { what, seed } = options
  if (seed === undefined) {
    throw new UsageError(`replay ${what} needs a seed`, {
      code: 'bad_argument',
      hint: `write npx mayday replay ${what} --seed 7f3a9c12.36`,
    })
  }
  const loaded = await load(what, terminal)
  if (loaded === null) return options.bisect ? ExitCode.cannotTell : ExitCode.usage
  const prepared = prepare(loaded.experiment)
  const k = Number(/\.(\d+)$/.exec(seed)?.[1] ?? 0)
  const strategy = prepared.strategies[k % prepared.strategies.length]!
  const run = runOnce(prepared, { seed, strategy: strategyNamed(strategy), trace: true })
  const { print, paint, width } = terminal
  print(` replaying ${what}   seed ${seed}   strategy ${strategy}`)
  if (run.mistake !== null) {
    print(paint.bad(` ✗ mistake in the system's code`))
    print(wrap(`${run.mistake.message}. ${run.mistake.hint}.`, 3, width))
  } else if (run.violation === null) print(paint.good(' ✓ everything holds'))
  else {
    print(paint.bad(` ✗ ${run.violation.property}`))
    print(wrap(`${run.violation.message}.`, 3, width))
  }
  show(run, options.trace, terminal)
  print(`   hash      ${run.digest}   ${run.steps} steps   seed ${seed}`)
  if (run.mistake !== null) return ExitCode.usage
  return run.violation === null ? ExitCode.holds : ExitCode.violated
}

function find(what: string): Stored {
  if (existsSync(what)) return readStored(what)
  const failures = new Failures()
  const stored = failures.byId(what)
  if (stored !== undefined) return stored
  const known = failures.all().map(({ capsule }) => capsule.id)
  const near = suggest(what, known)
  throw new UsageError(`there is no stored failure ${what}`, {
    code: 'no_such_failure',
    hint:
      near === undefined
        ? 'mayday list shows what is stored; mayday run stores what it finds'
        : `did you mean ${near}?`,
  })
}

async function load(file: string, terminal: Terminal): Promise<LoadedScenario | null> {
  const loaded = await loadScenario(file)
  if (!('problems' in loaded)) return loaded
  terminal.print(formatProblems(loaded.problems))
  return null
}

function codeOf(verdict: ReplayVerdict): number {
  return verdict === 'gone' || verdict === 'gone_drifted' ? ExitCode.holds : ExitCode.violated
}

/** For `git bisect run`: a run that drifted, or failed in another way, says nothing about this bug. */
function bisectCode(verdict: ReplayVerdict): number {
  switch (verdict) {
    case 'reproduced':
    case 'same_failure_after_drift':
      return ExitCode.violated
    case 'gone':
      return ExitCode.holds
    case 'different_failure':
    case 'gone_drifted':
      return ExitCode.cannotTell
  }
}

function jsonOf(stored: Stored, { run, verdict, ...rest }: Reenactment): Record<string, unknown> {
  const { violation, digest, steps, time, mistake } = run
  return { schemaVersion: 1, id: stored.capsule.id, verdict, violation, hash: digest, steps, time, mistake, ...rest }
}
