import { randomBytes } from 'node:crypto'
import { suggest, UsageError } from '../base/index.ts'

const KNOWN = ['MAYDAY_SEED', 'MAYDAY_RUNS', 'MAYDAY_REPORT_DIR'] as const

/**
 * Settings from the environment, read by hand. An empty one counts as not set; a name that is not
 * known is worth a warning, no error.
 *
 * @throws UsageError for a value that makes no sense.
 */
export function fromEnvironment(warn: (line: string) => void): {
  readonly seed: string | undefined
  readonly runs: number | undefined
} {
  for (const name of Object.keys(process.env)) {
    if (!name.startsWith('MAYDAY_') || (KNOWN as readonly string[]).includes(name)) continue
    const near = suggest(name, KNOWN)
    warn(`${name} means nothing to mayday${near === undefined ? '' : `; did you mean ${near}?`}`)
  }
  const given = setting('MAYDAY_RUNS')
  const runs = given === undefined ? undefined : Number(given)
  if (runs !== undefined && !(Number.isInteger(runs) && runs > 0)) {
    throw new UsageError(`MAYDAY_RUNS=${given}: expected a whole number from 1`, {
      code: 'bad_argument',
    })
  }
  return { seed: setting('MAYDAY_SEED'), runs }
}

/** The folder in which runs keep what they find: `reports`, or `MAYDAY_REPORT_DIR`. */
export function reportFolder(): string {
  return setting('MAYDAY_REPORT_DIR') ?? 'reports'
}

/** A seed nobody has tried: eight hexadecimal digits. */
export function freshSeed(): string {
  return randomBytes(4).toString('hex')
}

function setting(name: (typeof KNOWN)[number]): string | undefined {
  const value = process.env[name]
  return value === undefined || value === '' ? undefined : value
}
