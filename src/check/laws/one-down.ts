import type { World } from '../../machine/index.ts'
import type { AnyPid, ArriveEvent, MonitorEvent, Ref, TraceEvent } from '../../record/index.ts'
import { isPid, isRef } from '../../record/index.ts'
import type { Breach, Ending, EventSort, Watch } from '../property.ts'
import { makeLaw, type Law } from './law.ts'

/**
 * What a monitor promises. Judged by the messages that processes take, by what arrives from a process
 * after the news of its end, and at rest by the monitors that are still in place.
 */
export const oneDown: Law = makeLaw(
  {
    name: 'one_down',
    rule: 'A monitor gives exactly one DOWN message, after the last message of the process, and none once it was taken off.',
    source:
      'erlang:monitor/2, demonitor/2; Erlang reference manual, Processes, "Monitors" and "Signal Delivery"',
    story:
      'A process that monitors another gets its DOWN, and then a message that it had sent before.',
  },
  (): Watch => new OneDown(),
)

interface Monitor {
  readonly watcher: AnyPid
  /** Null when there was nobody of that name. */
  readonly target: AnyPid | null
  /** It was dead already: the DOWN message may be in the mailbox without having travelled. */
  readonly wasDead: boolean
}

class OneDown implements Watch {
  readonly sees: readonly EventSort[] = [
    'monitor',
    'demonitor',
    'note return',
    'receive',
    'arrive down',
    'arrive message',
  ]
  /** Those that have given no message and were not taken off. */
  readonly #monitors = new Map<Ref, Monitor>()
  /**
   * Taken off when the message may have been in the mailbox already: it may still be taken. Also those
   * of messages that only look like news, because somebody has sent them.
   */
  readonly #late = new Set<Ref>()
  /** Of whose end somebody has been told: by the dead, who. */
  readonly #knows = new Map<number, Set<number>>()
  #judged = 0

  event(event: TraceEvent, world: World): Breach | undefined {
    switch (event.kind) {
      case 'arrive':
        if (event.type === 'message') return this.#message(event)
        this.#down(event.from, event.to)
        return undefined
      case 'receive':
        return this.#received(event.pid, event.message)
      case 'monitor':
        this.#monitored(event, world)
        return undefined
      case 'demonitor':
        this.#demonitored(event.ref)
        return undefined
      case 'note':
        // The monitor of a call goes off by itself with the answer.
        if (event.note.kind === 'return') this.#demonitored(event.note.ref)
        return undefined
      default:
        return undefined
    }
  }

  end(world: World, ending: Ending): Breach | undefined {
    if (ending.kind !== 'idle') return undefined
    for (const { watcher, target, wasDead } of this.#monitors.values()) {
      if (target === null || wasDead || world.isAlive(target) || this.#isKnown(target, watcher))
        continue
      const inPlace = world.infoOf(watcher)?.monitors.includes(target) === true
      if (inPlace) {
        return breach(
          watcher,
          target,
          `never learnt that ${target.path}, which it monitors, has ended`,
        )
      }
    }
    return undefined
  }

  judged(): number {
    return this.#judged
  }

  #monitored({ pid, target, ref }: MonitorEvent, world: World): void {
    this.#judged++
    const found = isPid(target) ? target : (world.whereis(target.name) ?? null)
    const wasDead = found === null || !world.isAlive(found)
    this.#monitors.set(ref, { watcher: pid, target: found, wasDead })
  }

  #demonitored(ref: Ref): void {
    const monitor = this.#monitors.get(ref)
    if (monitor === undefined) return
    this.#monitors.delete(ref)
    const { watcher, target, wasDead } = monitor
    if (wasDead || target === null || this.#isKnown(target, watcher)) this.#late.add(ref)
  }

  #isKnown(dead: AnyPid, to: AnyPid): boolean {
    return this.#knows.size > 0 && this.#knows.get(dead.id)?.has(to.id) === true
  }

  #down(from: AnyPid, to: AnyPid): void {
    const knows = this.#knows.get(from.id)
    if (knows === undefined) this.#knows.set(from.id, new Set([to.id]))
    else knows.add(to.id)
  }

  #message({ from, to, content }: ArriveEvent): Breach | undefined {
    const forged = downRef(content)
    if (forged !== null) this.#late.add(forged)
    if (!this.#isKnown(from, to)) return undefined
    return breach(to, from, `got a message of ${from.path} after the news of its end`)
  }

  #received(pid: AnyPid, message: unknown): Breach | undefined {
    const ref = downRef(message)
    if (ref === null || ref.owner !== pid) return undefined
    if (this.#monitors.delete(ref) || this.#late.delete(ref)) return undefined
    return {
      subject: pid.path,
      message: `${pid.path} got a DOWN message of a monitor that had given one, or had been taken off.`,
    }
  }
}

/** The monitor that a DOWN message is of. They may carry another tag, so they are known by their shape. */
function downRef(message: unknown): Ref | null {
  if (typeof message !== 'object' || message === null) return null
  const { type, ref } = message as { readonly type?: unknown; readonly ref?: unknown }
  return type === 'process' && isRef(ref) ? ref : null
}

function breach(watcher: AnyPid, target: AnyPid, what: string): Breach {
  return {
    subject: `${watcher.path} > ${target.path}`,
    message: `${watcher.path} ${what}.`,
  }
}
