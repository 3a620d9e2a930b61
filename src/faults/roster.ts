import { decide, pathTest } from '../base/index.ts'
import type { World } from '../machine/index.ts'
import type { AnyPid } from '../record/index.ts'
import { compares } from './comparison.ts'
import { select, supervises, type Pattern } from './selector.ts'
import type { Named } from './strike.ts'

/** Whether a process is meant. */
export type Matcher = (pid: AnyPid) => boolean

/**
 * Who is who in one run: what patterns ask of a process, remembered beyond its death, because the
 * events of the dying speak of them still.
 */
export class Roster {
  readonly #world: World
  readonly #behaviours = new Map<number, string | null>()
  /** Those that have said of themselves that they supervise, whatever their behaviour. */
  readonly #supervisors = new Set<number>()

  constructor(world: World) {
    this.#world = world
  }

  /** Has to be asked while the process lives, once; null for a bare process. */
  behaviourOf(pid: AnyPid): string | null {
    let behaviour = this.#behaviours.get(pid.id)
    if (behaviour === undefined) {
      behaviour = this.#world.infoOf(pid)?.behaviour ?? null
      this.#behaviours.set(pid.id, behaviour)
    }
    return behaviour
  }

  /** The process has made a supervisor's note. */
  supervises(pid: AnyPid): void {
    this.#supervisors.add(pid.id)
  }

  isAlive(pid: AnyPid): boolean {
    return this.#world.isAlive(pid)
  }

  /**
   * Whether the system is still being started around the process for the first time: the top of its
   * tree, which the root has started, is still in its `init`.
   */
  isStarting({ path }: AnyPid): boolean {
    const top = `/${path.split('/')[1] ?? ''}`
    const behaviour = this.#world.infoOf(top)?.behaviour ?? null
    return behaviour !== null && this.#world.stateOf(top) === undefined
  }

  /** The living process of that name. */
  find({ path, life }: Named): AnyPid | undefined {
    return this.#world.processes(path).find((pid) => pid.life === life)
  }

  /** A pattern as a test. Paths are compared once for each process. */
  matcher({ path, role, behaviour, life }: Pattern): Matcher {
    const isNamed = pathTest(path)
    const known = new Map<number, boolean>()
    const matches = (pid: AnyPid): boolean =>
      isNamed(pid.path) &&
      (life === undefined || compares(life, pid.life)) &&
      (behaviour === undefined || behaviour === (this.behaviourOf(pid) ?? 'process'))
    const remembered: Matcher = (pid) => {
      let answer = known.get(pid.id)
      if (answer === undefined) {
        answer = matches(pid)
        known.set(pid.id, answer)
      }
      return answer
    }
    if (role === undefined) return remembered
    // A supervisor of the user's own shows itself by its first note only: not to be remembered.
    return (pid) => remembered(pid) && (role === 'supervisor') === this.#isSupervisor(pid)
  }

  /** Living processes that match, in order of creation. */
  select(pattern: Pattern): readonly AnyPid[] {
    const { role, ...rest } = pattern
    const found = select(this.#world, rest)
    if (role === undefined) return found
    return found.filter((pid) => (role === 'supervisor') === this.#isSupervisor(pid))
  }

  #isSupervisor(pid: AnyPid): boolean {
    return this.#supervisors.has(pid.id) || supervises(this.behaviourOf(pid))
  }
}

/**
 * `count` of the processes, drawn by their names: who else is there changes nobody's lot, except by
 * being drawn in their place.
 */
export function drawSome(
  pids: readonly AnyPid[],
  count: number,
  root: number,
  name: number,
): readonly AnyPid[] {
  if (pids.length <= count) return pids
  const lots = pids.map((pid) => ({ pid, lot: decide(root, name, pid.hash) }))
  lots.sort((a, b) => a.lot - b.lot || a.pid.id - b.pid.id)
  return lots.slice(0, count).map(({ pid }) => pid)
}
