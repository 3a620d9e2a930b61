import { globToRegExp, isGlob } from '../base/index.ts'
import type { AnyPid, Name } from '../record/index.ts'
import type { Core } from './core.ts'
import { processInfo, type ProcessInfo } from './info.ts'
import type { Process } from './process.ts'

/** How a property points at a process: a pid, a registered name, or a path (`/app/pool/w1`). */
export type Target = AnyPid | Name<never> | string

/** What a property sees of the simulated world. Looking changes nothing. */
export interface World {
  /** Virtual time in milliseconds. */
  readonly time: number
  readonly step: number
  /** Living processes in order of creation, or those whose path matches the glob. */
  processes(glob?: string): readonly AnyPid[]
  isAlive(target: Target): boolean
  /** The state that the process's behaviour has published last; undefined when dead or not shown. */
  stateOf<State = unknown>(target: Target): State | undefined
  /** How many messages wait there; 0 when dead. */
  mailboxOf(target: Target): number
  /** How often the path has been restarted: one less than its lives. */
  restartsOf(path: string): number
  whereis(name: string): AnyPid | undefined
  registered(): readonly string[]
  infoOf(target: Target): ProcessInfo | undefined
}

export class WorldView implements World {
  readonly #core: Core
  #paths: Map<string, Process> | null = null
  #version = -1
  readonly #globs = new Map<string, RegExp>()

  constructor(core: Core) {
    this.#core = core
  }

  get time(): number {
    return this.#core.clock.now
  }

  get step(): number {
    return this.#core.step
  }

  processes(glob?: string): readonly AnyPid[] {
    const all = Array.from(this.#core.living.values(), (each) => each.pid)
    if (glob === undefined) return all
    if (!isGlob(glob)) return all.filter((pid) => pid.path === glob)
    let pattern = this.#globs.get(glob)
    if (pattern === undefined) {
      pattern = globToRegExp(glob)
      this.#globs.set(glob, pattern)
    }
    return all.filter((pid) => pattern.test(pid.path))
  }

  isAlive(target: Target): boolean {
    return this.#find(target) !== undefined
  }

  stateOf<State = unknown>(target: Target): State | undefined {
    return this.#find(target)?.published as State | undefined
  }

  mailboxOf(target: Target): number {
    return this.#find(target)?.mailbox?.size ?? 0
  }

  restartsOf(path: string): number {
    return Math.max(0, (this.#core.lives.get(path) ?? 0) - 1)
  }

  whereis(name: string): AnyPid | undefined {
    return this.#core.names.get(name)?.pid
  }

  registered(): readonly string[] {
    return [...this.#core.names.keys()]
  }

  infoOf(target: Target): ProcessInfo | undefined {
    const process = this.#find(target)
    return process === undefined ? undefined : processInfo(this.#core, process)
  }

  #find(target: Target): Process | undefined {
    const core = this.#core
    if (typeof target === 'string') {
      return target.startsWith('/') ? this.#byPath(target) : core.names.get(target)
    }
    return target.kind === 'name' ? core.names.get(target.name) : core.living.get(target.id)
  }

  /** The index of paths is made when it is asked for, and again when somebody was born or died. */
  #byPath(path: string): Process | undefined {
    const version = 2 * this.#core.created - this.#core.living.size
    if (this.#paths === null || this.#version !== version) {
      this.#paths = new Map(Array.from(this.#core.living.values(), (each) => [each.pid.path, each]))
      this.#version = version
    }
    return this.#paths.get(path)
  }
}
