import type { World } from '../../machine/index.ts'
import type { AnyPid, MonitorEvent, Ref, TraceEvent } from '../../record/index.ts'
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
  readonly ref: Ref
  readonly watcher: AnyPid
  readonly target: AnyPid
  /** The news has reached the watcher: a DOWN message may be in its mailbox. */
  arrived: boolean
}

class OneDown implements Watch {
  readonly sees: readonly EventSort[] = [
    'monitor',
    'demonitor',
    'note return',
    'receive',
    'arrive down',
    'arrive message',
    'exit',
  ]
  readonly #monitors = new Map<Ref, Monitor>()
  /** The same by watcher and then by whom it watches. */
  readonly #watching = new Map<number, Map<number, Set<Monitor>>>()
  /** Monitors that must give no message any more. */
  readonly #over = new WeakSet<Ref>()
  /** Of whose end somebody has been told: by the dead, who. */
  readonly #knows = new Map<number, Set<number>>()
  #judged = 0

  event(event: TraceEvent, world: World): Breach | undefined {
    switch (event.kind) {
      case 'arrive':
        if (event.type === 'message') return this.#message(event.from, event.to)
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
      case 'exit':
        this.#ended(event.pid)
        return undefined
      default:
        return undefined
    }
  }

  end(world: World, ending: Ending): Breach | undefined {
    if (ending.kind !== 'idle') return undefined
    for (const { watcher, target, arrived } of this.#monitors.values()) {
      if (arrived || world.isAlive(target)) continue
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
    const found = isPid(target) ? target : world.whereis(target.name)
    if (found === undefined || found === pid) return
    // Of the dead the news may be in the mailbox already, without having travelled.
    const monitor: Monitor = { ref, watcher: pid, target: found, arrived: !world.isAlive(found) }
    this.#monitors.set(ref, monitor)
    const targets = this.#watching.get(pid.id) ?? new Map<number, Set<Monitor>>()
    this.#watching.set(pid.id, targets)
    const others = targets.get(found.id)
    if (others === undefined) targets.set(found.id, new Set([monitor]))
    else others.add(monitor)
  }

  #demonitored(ref: Ref): void {
    const monitor = this.#monitors.get(ref)
    if (monitor === undefined) return
    // A message that has come already may still be taken.
    if (!monitor.arrived) this.#over.add(ref)
    this.#drop(monitor)
  }

  #down(from: AnyPid, to: AnyPid): void {
    const monitors = this.#watching.get(to.id)?.get(from.id)
    if (monitors !== undefined) for (const monitor of monitors) monitor.arrived = true
    const knows = this.#knows.get(from.id)
    if (knows === undefined) this.#knows.set(from.id, new Set([to.id]))
    else knows.add(to.id)
  }

  #message(from: AnyPid, to: AnyPid): Breach | undefined {
    if (this.#knows.size === 0 || this.#knows.get(from.id)?.has(to.id) !== true) return undefined
    return breach(to, from, `got a message of ${from.path} after the news of its end`)
  }

  #received(pid: AnyPid, message: unknown): Breach | undefined {
    if (typeof message !== 'object' || message === null) return undefined
    const { ref, type } = message as { readonly ref?: unknown; readonly type?: unknown }
    // DOWN messages may carry another tag, so they are known by their shape.
    if (type !== 'process' || !isRef(ref)) return undefined
    const monitor = this.#monitors.get(ref)
    if (monitor !== undefined) this.#drop(monitor)
    if (!this.#over.has(ref)) {
      this.#over.add(ref)
      return undefined
    }
    return {
      subject: pid.path,
      message: `${pid.path} got a DOWN message of a monitor that had given one, or had been taken off.`,
    }
  }

  #ended(pid: AnyPid): void {
    const targets = this.#watching.get(pid.id)
    if (targets === undefined) return
    for (const monitors of targets.values()) {
      for (const { ref } of monitors) this.#monitors.delete(ref)
    }
    this.#watching.delete(pid.id)
  }

  #drop({ ref, watcher, target }: Monitor): void {
    const monitor = this.#monitors.get(ref)!
    this.#monitors.delete(ref)
    const targets = this.#watching.get(watcher.id)
    const others = targets?.get(target.id)
    others?.delete(monitor)
    if (others?.size === 0) targets!.delete(target.id)
  }
}

function breach(watcher: AnyPid, target: AnyPid, what: string): Breach {
  return {
    subject: `${watcher.path} > ${target.path}`,
    message: `${watcher.path} ${what}.`,
  }
}
