import { prepare, runOnce, strategyNamed } from '../../explore/index.ts'
import type { LoadedScenario } from '../../scenario/index.ts'
import { ExitCode } from '../exit-code.ts'
import { digestsInFreshProcess } from '../fresh-process.ts'
import { loadAll } from '../load-all.ts'
import type { Terminal } from '../terminal.ts'

export interface CheckOptions {
  readonly files: readonly string[]
  readonly grep: string | undefined
  /** Seeds to run twice here and once in a fresh process; undefined: only validate. */
  readonly determinism: number | undefined
  readonly seed: string
}

/** `mayday check`: are the files in order, and with `--determinism` do the systems keep to themselves. */
export async function check(options: CheckOptions, terminal: Terminal): Promise<number> {
  const loading = await loadAll(options.files, options.grep, terminal)
  if ('exitCode' in loading) return loading.exitCode
  const { scenarios } = loading
  if (scenarios.length === 0) {
    terminal.warn('no scenario matches')
    return ExitCode.nothingMatched
  }
  const noun = scenarios.length === 1 ? 'scenario is' : 'scenarios are'
  terminal.print(terminal.paint.good(` ✓ ${scenarios.length} ${noun} fine`))
  if (options.determinism === undefined) return ExitCode.holds
  let different = 0
  for (const loaded of scenarios) {
    if (!compare(loaded, options.seed, options.determinism, terminal)) different++
  }
  return different === 0 ? ExitCode.holds : ExitCode.notDeterministic
}

/** Runs the same seeds twice in this used realm and once in a fresh process. */
function compare(loaded: LoadedScenario, root: string, seeds: number, terminal: Terminal): boolean {
  const here = digestsOf(loaded, root, seeds)
  const again = digestsOf(loaded, root, seeds)
  const fresh = digestsInFreshProcess(loaded.file, root, seeds)
  const k = here.findIndex((digest, i) => digest !== again[i] || digest !== fresh[i])
  const { print, paint } = terminal
  if (k === -1) {
    print(paint.good(` ✓ ${loaded.scenario.title}: ${seeds} seeds gave the same hash three times`))
    return true
  }
  const where = here[k] === again[k] ? 'a fresh process' : 'the second run'
  print(paint.bad(` ✗ ${loaded.scenario.title}: seed ${root}.${k} gave another hash in ${where}`))
  print([
    `     here   ${here[k]}`,
    `     again  ${again[k]}`,
    `     fresh  ${fresh[k] ?? 'nothing'}`,
    '   State outlives a run (a module variable), or something outside the simulated world decides.',
  ])
  return false
}

/** The hashes of the first so many seeds of a sweep. */
export function digestsOf(loaded: LoadedScenario, root: string, seeds: number): readonly string[] {
  const prepared = prepare(loaded.experiment)
  return Array.from({ length: seeds }, (_, k) => {
    const strategy = prepared.strategies[k % prepared.strategies.length]!
    return runOnce(prepared, { seed: `${root}.${k}`, strategy: strategyNamed(strategy) }).digest
  })
}
