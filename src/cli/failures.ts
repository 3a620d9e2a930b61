import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../base/index.ts'
import { CAPSULE_SCHEMA, type Capsule } from '../record/index.ts'

/**
 * Failures kept on disk, one capsule a file, under `reports/.failures/<scenario and property>/`.
 * They are tried first the next time, and forgotten after they have passed three times.
 */
export interface Stored {
  readonly path: string
  readonly capsule: Capsule
  /** Id of the scenario it belongs to. */
  readonly scenario: string
  readonly scenarioFile: string
  /** How many times in a row it has not failed any more. */
  readonly passes: number
}

/** After so many passes in a row a failure is forgotten. */
export const PASSES_TO_FORGET = 3

export class Failures {
  readonly #folder: string
  readonly #warn: (line: string) => void

  constructor(reports: string, warn: (line: string) => void) {
    this.#folder = join(reports, '.failures')
    this.#warn = warn
  }

  /** Keeps a failure; the same failure found again takes its own place. */
  keep(scenario: string, scenarioFile: string, given: Capsule): Capsule {
    const capsule: Capsule = { ...given, commit: commit(), node: process.version }
    const folder = join(this.#folder, propertyId(scenario, capsule.property))
    mkdirSync(folder, { recursive: true })
    this.#write({
      path: join(folder, `${capsule.id}.json`),
      capsule,
      scenario,
      scenarioFile,
      passes: 0,
    })
    return capsule
  }

  /** Counts a pass; answers how many in a row, and forgets the failure after enough of them. */
  passed(stored: Stored): number {
    const passes = stored.passes + 1
    if (passes >= PASSES_TO_FORGET) rmSync(stored.path, { force: true })
    else this.#write({ ...stored, passes })
    return passes
  }

  failedAgain(stored: Stored): void {
    if (stored.passes > 0) this.#write({ ...stored, passes: 0 })
  }

  /** All that are kept, in the order of their names; what cannot be read is told and left out. */
  all(): readonly Stored[] {
    if (!existsSync(this.#folder)) return []
    return readdirSync(this.#folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .sort((a, b) => (a < b ? -1 : 1))
      .flatMap((name) => {
        try {
          return [readStored(join(this.#folder, name))]
        } catch (error) {
          if (!(error instanceof UsageError)) throw error
          this.#warn(`${error.message}; it is left out`)
          return []
        }
      })
  }

  byId(id: string): Stored | undefined {
    return this.all().find(({ capsule }) => capsule.id === id)
  }

  #write({ path, ...content }: Stored): void {
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`)
  }
}

/**
 * Reads a stored failure.
 *
 * @throws UsageError when it is no capsule, or one of a newer mayday.
 */
export function readStored(path: string): Stored {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${String(error)}`, { code: 'bad_capsule' })
  }
  const { capsule, scenario, scenarioFile, passes } = content as Partial<Stored>
  if (capsule === undefined || typeof scenario !== 'string' || typeof scenarioFile !== 'string') {
    throw new UsageError(`${path} is no stored failure`, { code: 'bad_capsule' })
  }
  if (capsule.schema > CAPSULE_SCHEMA) {
    throw new UsageError(
      `${path} has schema ${String(capsule.schema)}; this mayday reads up to ${CAPSULE_SCHEMA}`,
      { code: 'bad_capsule', hint: `install mayday ${capsule.mayday} or newer` },
    )
  }
  return { path, capsule, scenario, scenarioFile, passes: passes ?? 0 }
}

/** Stable over runs and machines: the scenario and the property, as a folder's name. */
export function propertyId(scenario: string, property: string): string {
  return `${slug(scenario)}--${slug(property)}`
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

/** The commit of the user's repository, null outside of one. */
function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return null
  }
}
