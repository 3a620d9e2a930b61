import { Judge, type Judgement, type Property, type Violation } from '../../src/check/index.ts'
import type { ProcessInfo, World } from '../../src/machine/index.ts'
import type { AnyPid, Happening, Name, Ref } from '../../src/record/index.ts'

/**
 * Worlds that no machine would make, for laws that only a broken machine could break: a list of
 * events, and what of the world the laws may look at while they hear them.
 */
export class Fiction implements World {
  time = 0
  step = 0
  readonly alive = new Set<AnyPid>()
  readonly names = new Map<string, AnyPid>()
  readonly traps = new Set<AnyPid>()
  readonly monitors = new Map<AnyPid, readonly AnyPid[]>()
  readonly mailboxes = new Map<AnyPid, readonly unknown[]>()
  readonly #judge: Judge
  #ids = 0

  constructor(...properties: readonly Property[]) {
    this.#judge = new Judge(properties, this)
  }

  pid(path: string): AnyPid {
    const id = ++this.#ids
    const pid: AnyPid = { kind: 'pid', node: 'here', id, path, life: 0, hash: id }
    this.alive.add(pid)
    return pid
  }

  ref(owner: AnyPid): Ref {
    const n = ++this.#ids
    return { kind: 'ref', owner, n, hash: n }
  }

  /** Each happening is a step of its own; those given together are one step. */
  tell(...happenings: readonly Happening[]): this {
    this.step++
    for (const happening of happenings) {
      if (happening.kind === 'exit') this.alive.delete(happening.pid)
      this.#judge.event({ ...happening, step: this.step, time: this.time })
    }
    this.#judge.step()
    return this
  }

  end(): Judgement {
    return this.#judge.end({ kind: 'idle', quietSince: 0 })
  }

  /** The violation of the only property. */
  violation(): Violation | null {
    return this.end().findings[0]!.violation
  }

  processes(): readonly AnyPid[] {
    return [...this.alive]
  }

  isAlive(target: AnyPid | Name<never> | string): boolean {
    return typeof target === 'object' && target.kind === 'pid' && this.alive.has(target)
  }

  stateOf(): undefined {
    return undefined
  }

  mailboxOf(target: AnyPid | Name<never> | string): number {
    return typeof target === 'object' && target.kind === 'pid'
      ? (this.mailboxes.get(target)?.length ?? 0)
      : 0
  }

  restartsOf(): number {
    return 0
  }

  whereis(name: string): AnyPid | undefined {
    return this.names.get(name)
  }

  registered(): readonly string[] {
    return [...this.names.keys()]
  }

  infoOf(target: AnyPid | Name<never> | string): ProcessInfo | undefined {
    if (typeof target !== 'object' || target.kind !== 'pid' || !this.alive.has(target))
      return undefined
    const info: Partial<ProcessInfo> = {
      pid: target,
      status: 'waiting',
      trapExit: this.traps.has(target),
      monitors: this.monitors.get(target) ?? [],
      messages: this.mailboxes.get(target) ?? [],
      messageQueueLen: this.mailboxOf(target),
    }
    return info as ProcessInfo
  }
}

/** Sending and arrival of signals, in one line each. */
export function sent(
  signal: number,
  type: 'message' | 'exit' | 'link' | 'down',
  from: AnyPid,
  to: AnyPid,
  content: unknown = null,
): Happening {
  return { kind: 'send', signal, type, from, to, content }
}

export function came(
  signal: number,
  type: 'message' | 'exit' | 'link' | 'down',
  from: AnyPid,
  to: AnyPid,
  content: unknown = null,
  dropped = false,
): Happening {
  return { kind: 'arrive', signal, type, from, to, content, dropped }
}
