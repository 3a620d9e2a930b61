import { prepare, runOnce, strategyNamed, type Prepared, type Run } from '../../explore/index.ts'
import {
  countOf,
  fit,
  JSON_SCHEMA,
  OUTSIDE,
  sentence,
  traceLine,
  wrap,
} from '../../report/index.ts'
import type { LoadedScenario } from '../../scenario/index.ts'
import { ExitCode } from '../exit-code.ts'
import { digestsInFreshProcess, eventsInFreshProcess } from '../fresh-process.ts'
import { loadAll, problemText } from '../load-all.ts'
import { mistakePlace, readable } from '../source-place.ts'
import type { Terminal } from '../terminal.ts'

export interface CheckOptions {
  readonly files: readonly string[]
  readonly grep: string | undefined
  /** Seeds to run twice here and once in a fresh process; undefined: only validate. */
  readonly determinism: number | undefined
  readonly seed: string
  readonly json: boolean
}

/** What became of the seeds of one scenario. */
interface Comparison {
  readonly file: string
  readonly title: string
  readonly seeds: number
  /** Null when all agreed. */
  readonly difference: Difference | null
  readonly mistake: string | null
}

interface Difference {
  readonly seed: string
  /** What was unlike the first run here. */
  readonly where: 'the second run' | 'a fresh process'
  /** Index of the first event that is not the same, and both versions of it. */
  readonly at: number
  readonly here: string | null
  readonly there: string | null
  readonly hashes: readonly [here: string, there: string]
}

/** `mayday check`: are the files in order, and with `--determinism` do the systems keep to themselves. */
export async function check(options: CheckOptions, terminal: Terminal): Promise<number> {
  const { json, seed, determinism } = options
  const { print, warn, paint } = terminal
  const document = (exitCode: number, more: object): number => {
    if (json) terminal.document({ schemaVersion: JSON_SCHEMA, exitCode, ...more })
    return exitCode
  }
  const loading = await loadAll(options.files, options.grep)
  if (loading.kind === 'broken') {
    print(problemText(loading.problems))
    warn(`mayday: ${loading.told}`)
    return document(ExitCode.usage, { problems: loading.problems })
  }
  const { scenarios } = loading
  if (scenarios.length === 0) {
    warn('mayday: no scenario matches')
    return document(ExitCode.nothingMatched, { problems: [] })
  }
  const noun = scenarios.length === 1 ? 'scenario is' : 'scenarios are'
  print(paint.good(` ✓ ${scenarios.length} ${noun} well written`))
  if (determinism === undefined) return document(ExitCode.holds, { problems: [] })
  print(` seed ${seed}   each run twice here and once in a fresh process`)
  const comparisons: Comparison[] = []
  for (const loaded of scenarios) {
    terminal.live(` … ${loaded.scenario.title}`)
    const comparison = compare(loaded, seed, determinism)
    comparisons.push(comparison)
    terminal.live(null)
    print(tell(comparison, terminal))
  }
  const differ = comparisons.some(({ difference }) => difference !== null)
  const mistaken = comparisons.some(({ mistake }) => mistake !== null)
  return document(differ ? ExitCode.notDeterministic : mistaken ? ExitCode.usage : ExitCode.holds, {
    problems: [],
    seed,
    comparisons,
  })
}

/** Runs the same seeds twice in this used realm and once in a fresh process. */
function compare(loaded: LoadedScenario, root: string, seeds: number): Comparison {
  const { file, scenario } = loaded
  const prepared = prepare(loaded.experiment)
  const about = { file, title: scenario.title, seeds, difference: null, mistake: null }
  const first = runOf(prepared, root, 0)
  if (first.mistake !== null) {
    const { message, hint } = readable(first.mistake)
    const place = mistakePlace(first.mistake)
    const where = place === null ? '' : `${place.file}:${place.line}:${place.column} `
    return { ...about, mistake: `${where}${message}; instead: ${hint}` }
  }
  const here = digestsOf(loaded, root, seeds)
  const again = digestsOf(loaded, root, seeds)
  const fresh = digestsInFreshProcess(file, root, seeds)
  const k = here.findIndex((digest, i) => digest !== again[i] || digest !== fresh[i])
  if (k === -1) return about
  const events = eventsOf(loaded, root, k)
  const where = here[k] === again[k] ? 'a fresh process' : 'the second run'
  const others =
    where === 'the second run'
      ? eventsOf(loaded, root, k)
      : eventsInFreshProcess(file, `${root}.${k}`)
  const length = Math.max(events.length, others.length)
  let at = 0
  while (at < length && events[at] === others[at]) at++
  const difference: Difference = {
    seed: `${root}.${k}`,
    where,
    at,
    here: events[at] ?? null,
    there: others[at] ?? null,
    hashes: [here[k]!, (where === 'the second run' ? again[k] : fresh[k]) ?? ''],
  }
  return { ...about, difference }
}

function tell(comparison: Comparison, { paint, width }: Terminal): readonly string[] {
  const { title, seeds, difference, mistake } = comparison
  if (mistake !== null) {
    return [paint.bad(fit(` ✗ ${title}`, width)), ...wrap(sentence(mistake), 3, width)]
  }
  if (difference === null) {
    const told = `${countOf(seeds, 'seed')} gave the same hash three times`
    return [paint.good(fit(` ✓ ${title}: ${told}`, width))]
  }
  const { seed, where, at, hashes } = difference
  // Looked at once more, with all events, it may not differ: then the hashes are all there is to show.
  const gone = difference.here === null && difference.there === null
  const [here, there] = gone ? hashes : [difference.here, difference.there]
  const first = gone ? 'the hashes' : `first difference at event ${at}`
  const other = where === 'the second run' ? 'again' : 'fresh'
  return [
    paint.bad(fit(` ✗ ${title} · not deterministic`, width)),
    ...wrap(`Seed ${seed} ran differently in ${where}; ${first}:`, 3, width),
    fit(`     here    ${here ?? 'nothing more'}`, width),
    fit(`     ${other}   ${there ?? 'nothing more'}`, width),
    ...wrap(OUTSIDE, 3, width),
  ]
}

/** The hashes of the first so many seeds of a sweep. */
export function digestsOf(loaded: LoadedScenario, root: string, seeds: number): readonly string[] {
  const prepared = prepare(loaded.experiment)
  return Array.from({ length: seeds }, (_, k) => runOf(prepared, root, k).digest)
}

/** The events of the run with seed `root.k`, a line each. */
export function eventsOf(loaded: LoadedScenario, root: string, k: number): readonly string[] {
  const { trace } = runOf(prepare(loaded.experiment), root, k, true)
  return trace.map((event) => traceLine(event).trim())
}

function runOf(prepared: Prepared, root: string, k: number, trace: boolean = false): Run {
  const strategy = prepared.strategies[k % prepared.strategies.length]!
  return runOnce(prepared, {
    seed: `${root}.${k}`,
    strategy: strategyNamed(strategy),
    record: trace ? 'full' : 'hash',
  })
}
