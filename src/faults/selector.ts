import { isGlob } from '../base/index.ts'
import type { World } from '../machine/index.ts'
import type { AnyPid } from '../record/index.ts'
import { comparisonText, compares, type Comparison } from './comparison.ts'

/**
 * Whom a fault is meant for, as plain data, in the words of scenario files. A pattern says which
 * processes are meant; a selector may also draw among them, or name a process of the event that has
 * set the fault off.
 */

/** What a process is to its supervision tree. */
export type Role = 'supervisor' | 'worker'

/** Everything given must match. `behaviour: 'process'` is a bare spawn; life 0 is the first life. */
export interface Pattern {
  /** A glob over stable paths: `*` is one part of a path or a piece of it, `**` any number of parts. */
  readonly path: string
  readonly role?: Role
  readonly behaviour?: string
  readonly life?: Comparison
}

/**
 * A process of the event: the sender, the receiver, or the one in which the event took place (of
 * `sent` the sender, of `received` and `handled` the receiver).
 */
export interface EventProcess {
  readonly kind: 'event'
  readonly process: 'from' | 'to' | 'process'
}

/** Every process that matches. */
export interface AllOf {
  readonly kind: 'all'
  readonly of: Pattern
}

/** `count` of those that match, drawn by decision; all of them when there are no more. */
export interface SomeOf {
  readonly kind: 'some'
  readonly count: number
  readonly of: Pattern
}

/** Whom a fault strikes. */
export type Selector = EventProcess | AllOf | SomeOf

/** One end of an edge: no draw, so that an edge means the same signals from its first to its last. */
export type Party = EventProcess | AllOf

/** The ordered pairs of processes between which signals travel, those born later included. */
export interface Edge {
  readonly from: Party
  readonly to: Party
}

const SUPERVISORS: readonly (string | null)[] = [
  'supervisor',
  'dynamic_supervisor',
  'partition_supervisor',
]

/** Whether processes of that behaviour are supervisors. */
export function supervises(behaviour: string | null): boolean {
  return SUPERVISORS.includes(behaviour)
}

/** Living processes that match the pattern, in order of creation. */
export function select(world: World, pattern: Pattern | string): readonly AnyPid[] {
  const { path, role, behaviour, life } = typeof pattern === 'string' ? { path: pattern } : pattern
  return world.processes(path).filter((pid) => {
    if (life !== undefined && !compares(life, pid.life)) return false
    if (role === undefined && behaviour === undefined) return true
    const found = world.infoOf(pid)?.behaviour ?? null
    if (role !== undefined && (role === 'supervisor') !== supervises(found)) return false
    return behaviour === undefined || behaviour === (found ?? 'process')
  })
}

/** As `patternInFull`, except for a single life of a single process: that is as pids are printed. */
export function patternText(pattern: Pattern): string {
  const { life, ...rest } = pattern
  if (life?.kind !== 'exactly' || isGlob(rest.path)) return patternInFull(pattern)
  return patternInFull(life.value > 0 ? { ...rest, path: `${rest.path}~${life.value}` } : rest)
}

/** `/app/pool/*`, and all its filters behind it: patterns that differ have texts that differ. */
export function patternInFull({ path, role, behaviour, life }: Pattern): string {
  const lives = life === undefined ? undefined : `life ${comparisonText(life)}`
  const filters = [role, behaviour, lives].filter((filter) => filter !== undefined)
  return filters.length === 0 ? path : `${path} (${filters.join(', ')})`
}

/** `one of /app/pool/*`, `$event.to`. */
export function selectorText(selector: Selector): string {
  switch (selector.kind) {
    case 'event':
      return `$event.${selector.process}`
    case 'all':
      return patternText(selector.of)
    case 'some':
      return `${selector.count === 1 ? 'one' : selector.count} of ${patternText(selector.of)}`
  }
}

/** `/app/a -> /app/b`. */
export function edgeText({ from, to }: Edge): string {
  return `${selectorText(from)} -> ${selectorText(to)}`
}
