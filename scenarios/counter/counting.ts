/** What it is to count: plain functions, of which any number of processes may make use. */

export const ZERO = 0

export function inc(count: number): number {
  return count + 1
}

export function dec(count: number): number {
  return count - 1
}
