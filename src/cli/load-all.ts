import { relative } from 'node:path'
import { UsageError } from '../base/index.ts'
import { discover, formatProblems, loadScenario, type LoadedScenario } from '../scenario/index.ts'
import { ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

/** The scenarios to work on, or the exit code with which to stop. */
export type Loading =
  | { readonly scenarios: readonly LoadedScenario[] }
  | { readonly exitCode: number }

/** Loads every file before anything is run: one broken file, and all mistakes of all files are told. */
export async function loadAll(
  given: readonly string[],
  grep: string | undefined,
  terminal: Terminal,
): Promise<Loading> {
  const files = discover(given)
  const scenarios: LoadedScenario[] = []
  let broken = 0
  for (const file of files) {
    const loaded = await loadScenario(relative(process.cwd(), file))
    if ('problems' in loaded) {
      broken++
      terminal.print(formatProblems(loaded.problems))
    } else scenarios.push(loaded)
  }
  if (broken > 0) {
    terminal.warn(`${broken} of ${files.length} scenario files are broken; nothing was run`)
    return { exitCode: ExitCode.usage }
  }
  const pattern = grep === undefined ? null : expression(grep)
  const chosen = scenarios.filter(
    ({ scenario, file }) => pattern === null || pattern.test(`${file} ${scenario.title}`),
  )
  return { scenarios: chosen }
}

function expression(grep: string): RegExp {
  try {
    return new RegExp(grep, 'i')
  } catch (error) {
    throw new UsageError(`-t ${grep} is no regular expression: ${String(error)}`, {
      code: 'bad_argument',
    })
  }
}
