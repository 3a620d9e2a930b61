import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { createJiti } from 'jiti'

import { avalanche, hashString, suggest, toHex, UsageError, type Problem } from '../base/index.ts'
import { lawNames, type Property } from '../check/index.ts'
import { systemEnds, type Experiment } from '../explore/index.ts'
import { compile, type Modules, type SystemFunction } from './compile.ts'
import { isScenarioModule } from './discover.ts'
import { exported, propertiesIn, systemIn, type Exports, type Refusal } from './exports.ts'
import {
  parseScenario,
  problemAt,
  type BrokenScenario,
  type ParsedScenario,
  type SourceText,
} from './parse.ts'
import { SECTIONS } from './property.ts'
import { DEFAULTS, type Scenario } from './scenario.ts'
import { pathText, readScenario } from './schema.ts'
import { isMapping } from './term.ts'
import { toSource } from './to-source.ts'

/**
 * The only file of this folder that touches the world: it reads scenario files and loads the modules
 * that they name. That is over before anything is run.
 */

/** A scenario that can be run. */
export interface LoadedScenario {
  readonly kind: 'loaded'
  /** Relative to the working directory, with slashes. */
  readonly file: string
  /** The same for the same file and title, wherever and whenever it is loaded. */
  readonly id: string
  readonly scenario: Scenario
  readonly experiment: Experiment
  /** Finds the places of its parts again. */
  readonly parsed: ParsedScenario
}

/** Reads a scenario file and loads its modules; or tells everything that is wrong with them. */
export async function loadScenario(file: string): Promise<LoadedScenario | BrokenScenario> {
  const name = spelled(resolve(file))
  const parsed = isScenarioModule(name) ? await readModule(name) : readText(name)
  if (parsed.kind === 'broken') return parsed
  const { scenario } = parsed
  const modules = await new Loading(parsed).modules()
  if ('problems' in modules) return { kind: 'broken', problems: modules.problems }
  const stem = stemOf(name)
  const experiment = { ...compile(scenario, modules), name: stem }
  const id = `${stem}-${toHex(avalanche(hashString(`${name}\n${scenario.title}`))).slice(0, 4)}`
  return { kind: 'loaded', file: name, id, scenario, experiment, parsed }
}

/** `scenarios/pooly/crash-in-mid-call.yaml` is `pooly-crash-in-mid-call`. */
function stemOf(file: string): string {
  const path = file.replace(/^(\.\.\/)*(scenarios\/)?/, '').replace(/(\.scenario)?\.[^./]+$/, '')
  return (
    path
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'scenario'
  )
}

const KNOWN = { laws: lawNames, alwaysJudged: [systemEnds.name] }

function readText(file: string): ParsedScenario | BrokenScenario {
  try {
    return parseScenario(readFileSync(file, 'utf8'), file, KNOWN)
  } catch (error) {
    return broken(file, [{ message: `cannot be read: ${messageOf(error)}` }])
  }
}

/** A scenario written in TypeScript: what `defineScenario` has made, as the export `scenario`. */
async function readModule(file: string): Promise<ParsedScenario | BrokenScenario> {
  const loaded = await exportsOf(file)
  if ('refusals' in loaded) return broken(file, loaded.refusals)
  const found = exported(loaded.exports, SCENARIO_EXPORT)
  if ('message' in found) return broken(file, [found])
  if (!isScenario(found.value)) {
    const message = `"${SCENARIO_EXPORT}" is no scenario: write export const scenario = defineScenario({ … })`
    return broken(file, [{ message }])
  }
  const text: SourceText = {
    file,
    problemAt: (path, message, options) => unplaced(file, { message, path, ...options }),
  }
  const parsed: ParsedScenario = { kind: 'parsed', scenario: found.value, text }
  const problems = doubts(parsed)
  return problems.length === 0 ? parsed : { kind: 'broken', problems }
}

const SCENARIO_EXPORT = 'scenario'

function isScenario(value: unknown): value is Scenario {
  return isMapping(value) && 'title' in value && isMapping(value['system']) && 'expect' in value
}

/** Of a scenario that has been read without knowing all names: those that there are not. */
function doubts(parsed: ParsedScenario, properties?: readonly string[]): readonly Problem[] {
  const known = properties === undefined ? KNOWN : { ...KNOWN, properties }
  const verdict = readScenario(toSource(parsed.scenario), known)
  if (verdict.kind === 'read') return []
  return verdict.complaints.map(({ at, message, suggestion }) =>
    problemAt(parsed, at, message, suggestion),
  )
}

type Path = readonly (string | number)[]

/** The modules of one scenario: everything that is wrong with them is collected. */
class Loading {
  readonly #parsed: ParsedScenario
  readonly #folder: string
  readonly #problems: Problem[] = []
  readonly #modules = new Map<string, ModuleExports>()

  constructor(parsed: ParsedScenario) {
    this.#parsed = parsed
    this.#folder = dirname(resolve(parsed.text.file))
  }

  async modules(): Promise<Modules | { readonly problems: readonly Problem[] }> {
    const { pinned } = this.#parsed.scenario
    const system = await this.#system()
    const properties = await this.#properties()
    if (properties !== null) this.#checkNames(properties)
    for (const [index, path] of pinned.entries()) {
      if (!isFile(join(this.#folder, path))) this.#missing(['pinned', index], path)
    }
    return system === null || properties === null || this.#problems.length > 0
      ? { problems: this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column) }
      : { system, properties }
  }

  async #system(): Promise<SystemFunction | null> {
    const { system } = this.#parsed.scenario
    const value = await this.#value(['system'], DEFAULTS.systemExport, system)
    if (value === null) return null
    const found = systemIn(system.export, value.value)
    if ('system' in found) return found.system
    this.#refuse(value.at, found)
    return null
  }

  async #properties(): Promise<readonly Property[] | null> {
    const { module } = this.#parsed.scenario.properties
    if (module === undefined) return []
    const value = await this.#value(['properties', 'module'], DEFAULTS.propertiesExport, module)
    if (value === null) return null
    const found = propertiesIn(module.export, value.value)
    if ('properties' in found) return found.properties
    for (const refusal of found.refusals) this.#refuse(value.at, refusal)
    return null
  }

  /** The export that a part of the scenario names, and the place to complain about it. */
  async #value(
    at: Path,
    silent: string,
    named: { readonly module: string; readonly export: string },
  ): Promise<{ readonly value: unknown; readonly at: Path } | null> {
    const path = join(this.#folder, named.module)
    if (!isFile(path)) {
      this.#missing([...at, 'module'], named.module)
      return null
    }
    const loaded = this.#modules.get(path) ?? (await exportsOf(path))
    const known = this.#modules.has(path)
    this.#modules.set(path, loaded)
    if ('refusals' in loaded) {
      // A module that is named twice is told of once.
      if (!known) for (const refusal of loaded.refusals) this.#refuse([...at, 'module'], refusal)
      return null
    }
    const found = exported(loaded.exports, named.export)
    const written = [...at, writtenKey(named.export, silent)]
    if ('value' in found) return { value: found.value, at: written }
    this.#refuse(written, found)
    return null
  }

  /** Verdicts go by name, whoever has given it. */
  #checkNames(properties: readonly Property[]): void {
    const plan = this.#parsed.scenario.properties
    if (plan.module === undefined) return
    const at = ['properties', 'module', writtenKey(plan.module.export, DEFAULTS.propertiesExport)]
    const names = properties.map(({ name }) => name)
    const taken = new Set([...KNOWN.laws, ...KNOWN.alwaysJudged])
    for (const section of SECTIONS) for (const { name } of plan[section]) taken.add(name)
    for (const name of names) {
      if (taken.has(name)) {
        const message = `a second property called "${name}": give it a name of its own`
        this.#refuse(at, { message })
      }
      taken.add(name)
    }
    this.#problems.push(...doubts(this.#parsed, names))
  }

  #missing(at: Path, given: string): void {
    const path = join(this.#folder, given)
    const folder = dirname(path)
    const entries = isFolder(folder) ? readdirSync(folder) : []
    const near = suggest(
      basename(path),
      entries.filter((entry) => entry !== basename(path)),
    )
    const message = `there is no file ${spelled(path)}`
    if (near === undefined) this.#refuse(at, { message })
    else
      this.#refuse(at, { message, suggestion: `${given.slice(0, -basename(given).length)}${near}` })
  }

  #refuse(at: Path, { message, suggestion }: Refusal): void {
    this.#problems.push(problemAt(this.#parsed, at, message, suggestion))
  }
}

/** An export that nobody has written is complained about where the module is named. */
function writtenKey(given: string, silent: string): 'module' | 'export' {
  return given === silent ? 'module' : 'export'
}

type ModuleExports = { readonly exports: Exports } | { readonly refusals: readonly Refusal[] }

/** Loads a module of the user's; it may throw whatever it likes. */
async function exportsOf(path: string): Promise<ModuleExports> {
  try {
    return { exports: await loadModule(resolve(path)) }
  } catch (error) {
    if (error instanceof UsageError && error.code === 'bad_scenario') {
      const [, ...lines] = error.message.split('\n')
      return { refusals: lines.map((line) => ({ message: line.trim() })) }
    }
    const place = placeOf(error)
    const where = place === null ? '' : ` (${place})`
    return { refusals: [{ message: `the module cannot be loaded: ${messageOf(error)}${where}` }] }
  }
}

/** Under vitest, whose own loader serves our sources; a second loader would give a second library. */
const runtimeReadsTypeScript: boolean = import.meta.url.endsWith('.ts')

async function loadModule(path: string): Promise<Exports> {
  if (runtimeReadsTypeScript) return (await import(pathToFileURL(path).href)) as Exports
  const jiti = createJiti(import.meta.url, { interopDefault: false })
  return await jiti.import<Exports>(path)
}

/** The library itself: nobody looks for their mistake in there. */
const LIBRARY = fileURLToPath(new URL('..', import.meta.url))

/** Where in the user's own code an error was thrown: `scenarios/pooly/pool.ts:12`. */
function placeOf(error: unknown): string | null {
  if (!(error instanceof Error) || error.stack === undefined) return null
  for (const line of error.stack.split('\n')) {
    const [, address, row] =
      /^\s*at (?:.*\()?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*?):(\d+):\d+\)?$/.exec(line) ?? []
    if (address === undefined) continue
    const path = address.startsWith('file:') ? fileURLToPath(address) : address
    if (path.startsWith(LIBRARY) || path.includes('node_modules')) continue
    return `${spelled(path.replace(/\?.*$/, ''))}:${row}`
  }
  return null
}

/** The longest message of somebody else's that stands in one of ours. */
const LONGEST_MESSAGE = 300

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : `${String(error)} was thrown`
  const line = text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/ Require stack:.*/, '')
    .replaceAll(`${process.cwd()}/`, '')
    .trim()
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line
}

function broken(file: string, refusals: readonly Refusal[]): BrokenScenario {
  return { kind: 'broken', problems: refusals.map((refusal) => unplaced(file, refusal)) }
}

/** A problem of a file as a whole. */
function unplaced(file: string, given: Refusal & { readonly path?: Path }): Problem {
  const { message, suggestion, path = [] } = given
  const problem = { file, line: 1, column: 1, path: pathText(path), message, excerpt: '' }
  return suggestion === undefined ? problem : { ...problem, suggestion }
}

/** Relative to the working directory and with slashes. */
function spelled(path: string): string {
  return relative(process.cwd(), path).replaceAll('\\', '/')
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
