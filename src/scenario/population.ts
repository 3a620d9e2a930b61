import { pathTest } from '../base/index.ts'
import type { EventSort } from '../check/index.ts'
import { compares, supervises, type Pattern } from '../faults/index.ts'
import type { World } from '../machine/index.ts'
import type { AnyPid, TraceEvent } from '../record/index.ts'

/**
 * The processes of one run that match a pattern, kept up to date from births and deaths: asking
 * costs nothing, however many steps lie between.
 */
export class Population {
  readonly sees: readonly EventSort[]
  readonly #pattern: Pattern
  readonly #isNamed: (path: string) => boolean
  /** Those that match and live, by pid.id. */
  readonly #living = new Map<number, AnyPid>()
  /** Paths where one has lived, with how many of them live now. */
  readonly #homes = new Map<string, number>()
  /** Paths that match by name, whoever lived there: a second life at one of them is a restart. */
  readonly #paths = new Set<string>()
  #matched = 0
  #restarts = 0
  #down = 0

  constructor(pattern: Pattern) {
    this.#pattern = pattern
    this.#isNamed = pathTest(pattern.path)
    const births: readonly EventSort[] = ['spawn', 'exit']
    this.sees = pattern.role === undefined ? births : [...births, 'note supervisor']
  }

  /** How many processes have matched so far, the dead included. */
  get matched(): number {
    return this.#matched
  }

  get alive(): number {
    return this.#living.size
  }

  /** Paths where one has lived and none does. */
  get down(): number {
    return this.#down
  }

  get restarts(): number {
    return this.#restarts
  }

  /** Those that live now, in order of creation. */
  living(): Iterable<AnyPid> {
    return this.#living.values()
  }

  has(pid: AnyPid): boolean {
    return this.#living.has(pid.id)
  }

  /** Answers whether anything has changed. */
  event(event: TraceEvent, world: World): boolean {
    switch (event.kind) {
      case 'spawn':
        return this.#born(event.pid, world)
      case 'exit':
        return this.#left(event.pid)
      case 'note':
        return event.note.kind === 'supervisor' && this.#supervises(event.pid)
      default:
        return false
    }
  }

  #born(pid: AnyPid, world: World): boolean {
    if (!this.#isNamed(pid.path)) return false
    const again = this.#paths.has(pid.path)
    this.#paths.add(pid.path)
    if (!this.#matches(pid, world)) return false
    if (again) this.#restarts++
    this.#enter(pid)
    return true
  }

  #matches(pid: AnyPid, world: World): boolean {
    const { life, behaviour, role } = this.#pattern
    if (life !== undefined && !compares(life, pid.life)) return false
    if (behaviour === undefined && role === undefined) return true
    const found = world.infoOf(pid)?.behaviour ?? null
    if (behaviour !== undefined && behaviour !== (found ?? 'process')) return false
    return role === undefined || (role === 'supervisor') === supervises(found)
  }

  /** A supervisor of the user's own shows by its first note what it is. */
  #supervises(pid: AnyPid): boolean {
    const { life, behaviour, role } = this.#pattern
    if (role === 'worker') return this.#left(pid, true)
    if (this.has(pid) || !this.#isNamed(pid.path)) return false
    if (life !== undefined && !compares(life, pid.life)) return false
    if (behaviour !== undefined && behaviour !== 'process') return false
    this.#enter(pid)
    return true
  }

  #enter(pid: AnyPid): void {
    this.#matched++
    this.#living.set(pid.id, pid)
    const before = this.#homes.get(pid.path)
    if (before === 0) this.#down--
    this.#homes.set(pid.path, (before ?? 0) + 1)
  }

  #left(pid: AnyPid, mistaken: boolean = false): boolean {
    if (!this.#living.delete(pid.id)) return false
    const rest = this.#homes.get(pid.path)! - 1
    if (mistaken) this.#matched--
    if (mistaken && rest === 0) this.#homes.delete(pid.path)
    else {
      this.#homes.set(pid.path, rest)
      if (rest === 0) this.#down++
    }
    return true
  }
}
