import { readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

import { suggest, UsageError } from '../base/index.ts'

/** Where scenarios are looked for when nobody says where. */
const DEFAULT_FOLDER = 'scenarios'

const YAML = /\.ya?ml$/
const SCENARIO_MODULE = /\.scenario\.[cm]?[jt]s$/

/**
 * The scenario files that the arguments mean, sorted, each once, relative to `cwd`: a file is meant
 * itself, a folder means all below it; any other word those below `scenarios/` whose path holds it.
 *
 * @throws UsageError `no_such_file` for arguments that mean nothing at all.
 */
export function discover(
  given: readonly string[] = [],
  cwd: string = process.cwd(),
): readonly string[] {
  const found = new Set<string>()
  const nothing: string[] = []
  const everything = filesBelow(join(cwd, DEFAULT_FOLDER)).map((file) => spelled(file, cwd))
  if (given.length === 0) for (const file of everything) found.add(file)
  for (const word of given) {
    const meant = meantBy(word, resolve(cwd, word), cwd, everything)
    if (meant === null) nothing.push(word)
    else for (const file of meant) found.add(file)
  }
  if (nothing.length > 0) throw nothingAt(nothing, everything)
  return [...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** Whether files of that name are scenarios. */
export function isScenarioFile(path: string): boolean {
  return YAML.test(path) || SCENARIO_MODULE.test(path)
}

/** Whether it is a scenario written as a module. */
export function isScenarioModule(path: string): boolean {
  return SCENARIO_MODULE.test(path)
}

function meantBy(
  word: string,
  path: string,
  cwd: string,
  everything: readonly string[],
): readonly string[] | null {
  const kind = statSync(path, { throwIfNoEntry: false })
  if (kind?.isDirectory() === true) return filesBelow(path).map((file) => spelled(file, cwd))
  // A file that somebody names is a scenario, whatever it is called: what is in it will show.
  if (kind !== undefined) return [spelled(path, cwd)]
  const meant = everything.filter((file) => file.includes(word))
  return meant.length === 0 ? null : meant
}

/** Scenario files below a folder, in no order that matters. */
function filesBelow(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return []
    if (entry.isDirectory()) return filesBelow(path)
    return isScenarioFile(entry.name) ? [path] : []
  })
}

/** Relative to `cwd` and with slashes, so that a scenario has one name on every machine. */
function spelled(path: string, cwd: string): string {
  return relative(cwd, path).replaceAll('\\', '/')
}

function nothingAt(words: readonly string[], everything: readonly string[]): UsageError {
  const [first] = words
  const near = suggest(first!, everything)
  const hint =
    near !== undefined
      ? `did you mean ${near}?`
      : everything.length === 0
        ? `there are no scenario files under ${DEFAULT_FOLDER}/`
        : `name a file, a folder, or a part of a path under ${DEFAULT_FOLDER}/`
  const named = words.map((word) => `"${word}"`).join(', ')
  return new UsageError(`there is no scenario at ${named}: ${hint}`, { code: 'no_such_file', hint })
}
