/**
 * Durations are plain integer milliseconds of virtual time. The four makers below are for TypeScript;
 * files write `250ms`, `30s`, `10m` or `6h`. There is no finer unit than the millisecond, because the
 * virtual clock has none: `1.5ms` is refused, never rounded.
 */

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
])

/** The written form of a duration as a regular expression, for schemas that describe it to editors. */
export const DURATION_PATTERN = '^[0-9]+(\\.[0-9]+)?(ms|s|m|h)$'

const SHAPE = /^([0-9]+)(?:\.([0-9]+))?(ms|s|m|h)$/

/** `n` milliseconds: `milliseconds(250)` is 250. */
export function milliseconds(n: number): number {
  return Math.round(n)
}

/** `n` seconds in milliseconds: `seconds(1.5)` is 1500. */
export function seconds(n: number): number {
  return Math.round(n * 1000)
}

/** `n` minutes in milliseconds: `minutes(10)` is 600000. */
export function minutes(n: number): number {
  return Math.round(n * 60_000)
}

/** `n` hours in milliseconds: `hours(6)` is 21600000. */
export function hours(n: number): number {
  return Math.round(n * 3_600_000)
}

/** Reads `250ms`, `30s`, `1.5s`, `10m` or `6h`; undefined for all else, and for what is no whole millisecond. */
export function parseDuration(text: string): number | undefined {
  const match = SHAPE.exec(text)
  if (match === null) return undefined
  const [, whole = '', fraction = '', unit = ''] = match
  // Digits are scaled as integers: 4.35 * 1000 in floating point would be a hair off.
  const scaled = Number(whole + fraction) * UNITS.get(unit)!
  const value = scaled / 10 ** fraction.length
  return Number.isSafeInteger(scaled) && Number.isInteger(value) ? value : undefined
}

/**
 * Writes a duration in its largest unit that needs no fraction, and fractions of a second from one
 * second on: `600000` is `10m`, `1500` is `1.5s`, `90000` is `90s`. `parseDuration` reads it back.
 */
export function formatDuration(duration: number): string {
  for (const unit of ['h', 'm', 's']) {
    const size = UNITS.get(unit)!
    if (duration !== 0 && duration % size === 0) return `${duration / size}${unit}`
  }
  if (duration < 1000) return `${duration}ms`
  const fraction = String(duration % 1000).padStart(3, '0')
  return `${Math.floor(duration / 1000)}.${fraction.replace(/0+$/, '')}s`
}
