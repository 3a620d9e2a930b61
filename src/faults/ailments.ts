import type { Machine } from '../machine/index.ts'
import type { AnyPid } from '../record/index.ts'
import type { Lasting } from './fault.ts'

/**
 * Processes that are paused or slow at present. Ailments of one process add up: it goes on when the
 * last pause is over, and is as slow as all that slows it.
 */
export class Ailments {
  readonly #machine: Machine
  readonly #pauses = new Map<number, { readonly pid: AnyPid; count: number }>()
  readonly #slowed = new Map<number, { readonly pid: AnyPid; by: number }>()

  constructor(machine: Machine) {
    this.#machine = machine
  }

  /** `name` is that of the strike: the end is an event of the run as well. */
  pause(pid: AnyPid, duration: number, name: number): void {
    const entry = this.#pauses.get(pid.id) ?? { pid, count: 0 }
    entry.count++
    this.#pauses.set(pid.id, entry)
    this.#machine.pause(pid)
    this.#machine.at(this.#machine.now + duration, () => this.#resume(pid), name)
  }

  slow(pid: AnyPid, by: number, lasting: Lasting, name: number): void {
    this.#slowBy(pid, by)
    if (lasting === 'quiet') return
    this.#machine.at(this.#machine.now + lasting, () => this.#slowBy(pid, -by), name)
  }

  /** Everybody goes on as before. */
  heal(): void {
    for (const { pid } of this.#pauses.values()) this.#machine.resume(pid)
    for (const { pid } of this.#slowed.values()) this.#machine.slow(pid, 0)
    this.#pauses.clear()
    this.#slowed.clear()
  }

  #resume(pid: AnyPid): void {
    const entry = this.#pauses.get(pid.id)
    // Healed in the meantime.
    if (entry === undefined) return
    if (--entry.count > 0) return
    this.#pauses.delete(pid.id)
    this.#machine.resume(pid)
  }

  #slowBy(pid: AnyPid, by: number): void {
    const entry = this.#slowed.get(pid.id) ?? { pid, by: 0 }
    if (by < 0 && !this.#slowed.has(pid.id)) return
    entry.by += by
    if (entry.by === 0) this.#slowed.delete(pid.id)
    else this.#slowed.set(pid.id, entry)
    this.#machine.slow(pid, entry.by)
  }
}
