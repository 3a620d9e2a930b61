import { existsSync } from 'node:fs'
import { suggest, UsageError } from '../../base/index.ts'
import {
  prepare,
  reenact,
  runOnce,
  storyOfTrace,
  strategyNamed,
  type Prepared,
  type Experiment,
  type Reenactment,
  type ReplayVerdict,
  type Run,
} from '../../explore/index.ts'
import {
  fit,
  fitEnd,
  JSON_SCHEMA,
  sentence,
  storyLines,
  traceLine,
  wrap,
} from '../../report/index.ts'
import { formatProblems, loadScenario, type LoadedScenario } from '../../scenario/index.ts'
import { reportFolder } from '../environment.ts'
import { ExitCode } from '../exit-code.ts'
import { Failures, readStored, type Stored } from '../failures.ts'
import { mistakePlace, readable } from '../source-place.ts'
import type { Terminal } from '../terminal.ts'

export interface ReplayOptions {
  /** Id of a stored failure, a capsule's file, or a scenario file together with a seed. */
  readonly what: string
  readonly seed: string | undefined
  readonly trace: boolean
  readonly bisect: boolean
  readonly json: boolean
  readonly limits: NonNullable<Experiment['limits']>
}

/** `mayday replay`: one run, once, and what has become of the failure. */
export async function replay(options: ReplayOptions, terminal: Terminal): Promise<number> {
  if (/\.(ya?ml|ts|js)$/.test(options.what)) return await replaySeed(options, terminal)
  const stored = find(options.what, terminal)
  const loaded = await load(stored.scenarioFile, terminal, options.json)
  if (loaded === null) return options.bisect ? ExitCode.cannotTell : ExitCode.usage
  const result = reenact(preparedFor(loaded, options), stored.capsule)
  const exitCode = (options.bisect ? bisectCode : codeOf)(result)
  if (options.json) terminal.document(jsonOf(stored, result, exitCode))
  else tell(stored, result, options.trace, terminal)
  return exitCode
}

const SENTENCES: Record<ReplayVerdict, string> = {
  reproduced: 'reproduced: the same failure, and the same trace to the last event',
  same_failure_after_drift: 'same failure after drift: the code has changed, the bug has not',
  different_failure: 'a different failure',
  gone: 'gone: the trace was the same as far as the change, and everything holds now',
  gone_drifted:
    'gone, but the run drifted before it came near: nobody can tell whether the bug is there',
}

function tell(stored: Stored, result: Reenactment, trace: boolean, terminal: Terminal): void {
  const { capsule } = stored
  const { run, verdict, sameUpTo, differsBy, missed } = result
  const { print, paint, width } = terminal
  const recorded = `recorded by mayday ${capsule.mayday}${at(capsule.commit)}`
  print(wrap(`replaying ${capsule.id}   seed ${capsule.seed}   ${recorded}`, 1, width, 3))
  if (run.mistake !== null) print(mistakeLines(run, terminal))
  else {
    const failed = codeOf(result) !== ExitCode.holds
    const said = wrap(`${failed ? '✗' : '✓'} ${SENTENCES[verdict]}`, 1, width, 3)
    print(said.map(failed ? paint.bad : paint.good))
  }
  if (run.violation !== null) {
    const { property, message } = run.violation
    print(wrap(sentence(`${property}: ${message}`), 3, width))
  }
  if (differsBy !== null) {
    const drift = `the trace is the same up to step ${sameUpTo} and differs by step ${differsBy}`
    print(wrap(drift, 3, width))
  }
  if (missed > 0) {
    const text = `${missed} of ${capsule.deviations.length} deviations found no event to apply to`
    print(wrap(text, 3, width))
  }
  show(run, trace, terminal)
}

function at(commit: string | null): string {
  return commit === null ? '' : ` at ${commit}`
}

/** The story or the whole trace, and the hash by which two runs are known to be one. */
function show(run: Run, trace: boolean, { print, width, paint }: Terminal): void {
  if (trace) print(run.trace.map((event) => fit(traceLine(event), width)))
  else if (run.violation !== null) {
    print(storyLines(storyOfTrace(run.trace, run.violation), { width, paint }))
  }
  print(fit(`   hash      ${run.digest}   ${run.steps} steps   seed ${run.seed}`, width))
}

function mistakeLines(run: Run, { paint, width }: Terminal): readonly string[] {
  const mistake = run.mistake!
  const { message, hint } = readable(mistake)
  const place = mistakePlace(mistake)
  const where = place === null ? null : `   at ${place.file}:${place.line}:${place.column}`
  return [
    paint.bad(" ✗ mistake in the system's code"),
    ...wrap(sentence(message), 3, width),
    ...(where === null ? [] : [fitEnd(where, width)]),
    ...(place?.excerpt ?? []).map((line) => fit(`      ${line}`, width)),
    ...wrap(sentence(`Instead: ${hint}`), 3, width),
  ]
}

/** A scenario under a seed of one's own choice, as a sweep would run it. */
async function replaySeed(options: ReplayOptions, terminal: Terminal): Promise<number> {
  const { what, seed, json, bisect } = options
  if (seed === undefined) {
    throw new UsageError(`replay ${what} needs a seed`, {
      code: 'bad_argument',
      hint: `write npx mayday replay ${what} --seed 7f3a9c12.36`,
    })
  }
  const loaded = await load(what, terminal, json)
  if (loaded === null) return bisect ? ExitCode.cannotTell : ExitCode.usage
  const prepared = preparedFor(loaded, options)
  const k = Number(/\.(\d+)$/.exec(seed)?.[1] ?? 0)
  const strategy = prepared.strategies[k % prepared.strategies.length]!
  const run = runOnce(prepared, { seed, strategy: strategyNamed(strategy), record: 'full' })
  const exitCode = seedCode(run, bisect)
  if (json) {
    const { verdict, violation, digest, steps, time, mistake } = run
    const facts = { verdict, violation, hash: digest, steps, time, mistake, seed, strategy }
    terminal.document({ schemaVersion: JSON_SCHEMA, exitCode, file: loaded.file, ...facts })
    return exitCode
  }
  const { print, paint, width } = terminal
  print(wrap(`replaying ${what}   seed ${seed}   strategy ${strategy}`, 1, width, 3))
  if (run.mistake !== null) print(mistakeLines(run, terminal))
  else if (run.violation !== null) {
    print(paint.bad(fit(` ✗ ${run.violation.property}`, width)))
    print(wrap(sentence(run.violation.message), 3, width))
  } else if (run.verdict === 'holds') print(paint.good(' ✓ everything holds'))
  else {
    const open = run.findings.find(({ verdict }) => verdict === 'unknown')
    print(paint.warn(fit(` ? unknown: ${open?.property ?? ''}`, width)))
    const why = open?.unknown ?? null
    if (why !== null) print(wrap(sentence(why), 3, width))
  }
  show(run, options.trace, terminal)
  return exitCode
}

function seedCode(run: Run, bisect: boolean): number {
  if (run.mistake !== null) return bisect ? ExitCode.cannotTell : ExitCode.usage
  if (run.violation !== null) return ExitCode.violated
  if (run.verdict === 'holds') return ExitCode.holds
  return bisect ? ExitCode.cannotTell : ExitCode.limit
}

function preparedFor({ experiment }: LoadedScenario, { limits }: ReplayOptions): Prepared {
  return prepare({ ...experiment, limits: { ...experiment.limits, ...limits } })
}

function find(what: string, terminal: Terminal): Stored {
  if (existsSync(what)) return readStored(what)
  const failures = new Failures(reportFolder(), terminal.warn)
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

async function load(
  file: string,
  terminal: Terminal,
  json: boolean,
): Promise<LoadedScenario | null> {
  const loaded = await loadScenario(file)
  if (loaded.kind === 'loaded') return loaded
  const { problems } = loaded
  if (json) terminal.document({ schemaVersion: JSON_SCHEMA, exitCode: ExitCode.usage, problems })
  else terminal.print(formatProblems(problems))
  terminal.warn('mayday: the scenario file is broken; nothing was run')
  return null
}

function codeOf({ verdict, run }: Reenactment): number {
  if (run.mistake !== null) return ExitCode.usage
  return verdict === 'gone' || verdict === 'gone_drifted' ? ExitCode.holds : ExitCode.violated
}

/** For `git bisect run`: a run that drifted, or failed in another way, says nothing about this bug. */
function bisectCode({ verdict, run }: Reenactment): number {
  if (run.mistake !== null) return ExitCode.cannotTell
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

function jsonOf(
  stored: Stored,
  { run, verdict, ...rest }: Reenactment,
  exitCode: number,
): Record<string, unknown> {
  const { violation, digest, steps, time, mistake } = run
  const { capsule, scenarioFile } = stored
  const facts = { verdict, violation, hash: digest, steps, time, mistake, seed: run.seed }
  return {
    schemaVersion: JSON_SCHEMA,
    exitCode,
    id: capsule.id,
    file: scenarioFile,
    ...facts,
    ...rest,
  }
}
