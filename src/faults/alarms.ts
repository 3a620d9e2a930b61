import { hashNumber, mix } from '../base/index.ts'
import type { Machine } from '../machine/index.ts'

/** The name of what happens at a time: one alarm for all that is planned for one time. */
const AT_TIME = 0x2f1c9a6b

/**
 * Points in virtual time at which faults are planned. All that is planned for one time shares one
 * event of the machine, so that a run and its replay have the same events whoever planned them.
 */
export class Alarms {
  readonly #machine: Machine
  readonly #planned = new Map<number, (() => void)[]>()

  constructor(machine: Machine) {
    this.#machine = machine
  }

  /** Plans `action` for that time. */
  at(time: number, action: () => void): void {
    const planned = this.#planned.get(time)
    if (planned !== undefined) {
      planned.push(action)
      return
    }
    this.#planned.set(time, [action])
    this.#machine.at(
      time,
      () => {
        const due = this.#planned.get(time) ?? []
        this.#planned.delete(time)
        for (const each of due) each()
      },
      mix(AT_TIME, hashNumber(time)),
    )
  }

  /** The times for which something is planned still, in the order of planning. */
  get pending(): readonly number[] {
    return [...this.#planned.keys()]
  }
}
