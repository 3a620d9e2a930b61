import { randomBytes } from 'node:crypto'
import { suggest } from '../base/index.ts'

const KNOWN = ['MAYDAY_SEED', 'MAYDAY_RUNS'] as const

/** Settings from the environment, read by hand: a name that is not known is worth a warning, no error. */
export function fromEnvironment(warn: (line: string) => void): {
  readonly seed: string | undefined
  readonly runs: number | undefined
} {
  for (const name of Object.keys(process.env)) {
    if (!name.startsWith('MAYDAY_') || (KNOWN as readonly string[]).includes(name)) continue
    const near = suggest(name, KNOWN)
    warn(`${name} means nothing to mayday${near === undefined ? '' : `; did you mean ${near}?`}`)
  }
  const runs = Number(setting('MAYDAY_RUNS'))
  return { seed: setting('MAYDAY_SEED'), runs: Number.isInteger(runs) && runs > 0 ? runs : undefined }
}

/** A seed nobody has tried: eight hexadecimal digits. */
export function freshSeed(): string {
  return randomBytes(4).toString('hex')
}

function setting(name: (typeof KNOWN)[number]): string | undefined {
  const value = process.env[name]
  return value === undefined || value === '' ? undefined : value
}
