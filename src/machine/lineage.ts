import type { AnyPid, Name } from '../record/index.ts'
import type { Process } from './process.ts'

/**
 * Who stands behind a process: the chain of `$ancestors` that proc_lib keeps, and of `$callers` that
 * Task keeps, in the process dictionary of OTP. A chain shares its tail with that of the parent, so
 * that a hundred thousand children cost one link each.
 */
export interface Lineage {
  /** By name when it had one, as in OTP. */
  readonly who: AnyPid | Name<never>
  readonly above: Lineage | null
}

/** The parent in front of the parent's own ancestors. */
export function ancestry(parent: Process): Lineage {
  const who = parent.name === null ? parent.pid : ({ kind: 'name', name: parent.name } as const)
  return { who, above: parent.ancestors }
}

/** On whose behalf a child works: the parent, then those for whom the parent works. */
export function callersOf(parent: Process): Lineage {
  return { who: parent.pid, above: parent.callers }
}

/** The chain as the list that `get` answers, nearest first. */
export function listOf(lineage: Lineage | null): readonly (AnyPid | Name<never>)[] | undefined {
  if (lineage === null) return undefined
  const list: (AnyPid | Name<never>)[] = []
  for (let each: Lineage | null = lineage; each !== null; each = each.above) list.push(each.who)
  return list
}
