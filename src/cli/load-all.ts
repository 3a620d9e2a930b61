import { relative } from 'node:path'
import { UsageError, type Problem } from '../base/index.ts'
import { discover, formatProblems, loadScenario, type LoadedScenario } from '../scenario/index.ts'

/** The scenarios to work on, or everything that is wrong with their files. */
export type Loading =
  | { readonly kind: 'loaded'; readonly scenarios: readonly LoadedScenario[] }
  | {
      readonly kind: 'broken'
      readonly problems: readonly Problem[]
      /** How many of how many files: `2 of 5 scenario files are broken; nothing was run`. */
      readonly told: string
    }

/** Each file's mistakes for themselves, so that a long path in one does not indent the others. */
export function problemText(problems: readonly Problem[]): readonly string[] {
  const files = [...new Set(problems.map(({ file }) => file))]
  return files.map((name) => formatProblems(problems.filter(({ file }) => file === name)))
}

/** Loads every file before anything is run: one broken file, and all mistakes of all files are told. */
export async function loadAll(
  given: readonly string[],
  grep: string | undefined,
): Promise<Loading> {
  const pattern = grep === undefined ? null : expression(grep)
  const files = discover(given)
  const scenarios: LoadedScenario[] = []
  const problems: Problem[] = []
  let broken = 0
  for (const file of files) {
    const loaded = await loadScenario(relative(process.cwd(), file))
    if (loaded.kind === 'broken') {
      broken++
      problems.push(...loaded.problems)
    } else scenarios.push(loaded)
  }
  if (broken > 0) {
    const which =
      files.length === 1
        ? 'the scenario file is broken'
        : `${broken} of ${files.length} scenario files ${broken === 1 ? 'is' : 'are'} broken`
    return { kind: 'broken', problems, told: `${which}; nothing was run` }
  }
  const chosen = scenarios.filter(
    ({ scenario, file }) => pattern === null || pattern.test(`${file} ${scenario.title}`),
  )
  return { kind: 'loaded', scenarios: chosen }
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
