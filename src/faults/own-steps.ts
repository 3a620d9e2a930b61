import type { BeforeStep, Machine, Process } from '../machine/index.ts'
import type { AnyPid } from '../record/index.ts'

/** At none of its steps; counts stay far below. */
const NEVER = 0x7fffffff

interface Appointment {
  readonly count: number
  readonly act: (process: Process) => void
}

/**
 * What is to happen before a process takes a certain step of its own. A process that has no
 * appointment costs one comparison of integers a step; when nothing is planned at all, nothing.
 */
export class OwnSteps {
  readonly #machine: Machine
  /**
   * By pid.id, how many steps the process will have taken when it has to be looked at. Zero is where
   * new entries begin, so everybody is looked at before the first step.
   */
  #due = new Int32Array(256)
  #greeted = new Uint8Array(256)
  readonly #agenda = new Map<number, Appointment[]>()
  #greet: ((process: Process) => void) | null = null
  #each: ((process: Process) => void) | null = null
  #stopped = false

  constructor(machine: Machine) {
    this.#machine = machine
  }

  /** Has `greet` told of each process once, before its next step. */
  greet(greet: (process: Process) => void): void {
    this.#greet = greet
    for (const pid of this.#machine.world.processes()) {
      this.#reserve(pid.id)
      this.#due[pid.id] = this.#taken(pid)
    }
    this.#listen()
  }

  /** Has `each` told of every step of everybody, which costs more. */
  every(each: (process: Process) => void): void {
    const before = this.#each
    this.#each = (process) => {
      before?.(process)
      each(process)
    }
    this.#listen()
  }

  /** Has `act` done when the process has taken `count` steps and is about to take the next. */
  plan(id: number, count: number, act: (process: Process) => void): void {
    this.#reserve(id)
    const agenda = this.#agenda.get(id)
    if (agenda === undefined) this.#agenda.set(id, [{ count, act }])
    else agenda.push({ count, act })
    // With somebody to greet, zero says that the first step is still to come, and must be kept.
    if (this.#greet === null) this.#due[id] = this.#first(id)
    else if (count < this.#due[id]!) this.#due[id] = count
    this.#listen()
  }

  /** Has `act` done before the next step of the process. */
  next(pid: AnyPid, act: (process: Process) => void): void {
    this.plan(pid.id, this.#taken(pid), act)
  }

  /** Nothing more is to happen, whatever is still planned. */
  stop(): void {
    this.#stopped = true
    this.#machine.beforeStep = null
    this.#agenda.clear()
  }

  #taken(pid: AnyPid): number {
    return this.#machine.world.infoOf(pid)?.reductions ?? NEVER
  }

  #first(id: number): number {
    return Math.min(NEVER, ...(this.#agenda.get(id) ?? []).map(({ count }) => count))
  }

  #reserve(id: number): void {
    if (id < this.#due.length) return
    const size = Math.max(2 * this.#due.length, id + 1)
    const due = new Int32Array(size)
    const greeted = new Uint8Array(size)
    due.set(this.#due)
    greeted.set(this.#greeted)
    this.#due = due
    this.#greeted = greeted
  }

  #listen(): void {
    if (this.#stopped) return
    const each = this.#each
    const lean: BeforeStep = (process) => {
      const due = this.#due[process.pid.id]
      return due === process.count || due === undefined ? this.#meet(process) : true
    }
    this.#machine.beforeStep =
      each === null
        ? lean
        : (process) => {
            each(process)
            return lean(process) && mayGoOn(process)
          }
  }

  /** Does what is planned for this step; answers whether the process may still take it. */
  #meet(process: Process): boolean {
    const { id } = process.pid
    this.#reserve(id)
    this.#due[id] = NEVER
    if (this.#greeted[id] === 0) {
      this.#greeted[id] = 1
      this.#greet?.(process)
    }
    const agenda = this.#agenda.get(id)
    if (agenda !== undefined) {
      // What is done may plan more for this very step, hence no loop over a copy.
      for (let i = 0; i < agenda.length; i++) {
        const { count, act } = agenda[i]!
        if (count > process.count) continue
        agenda.splice(i--, 1)
        act(process)
      }
      if (agenda.length === 0 || process.status === 'dead') this.#agenda.delete(id)
      this.#due[id] = this.#first(id)
    }
    return mayGoOn(process)
  }
}

function mayGoOn(process: Process): boolean {
  return process.status !== 'dead' && !process.paused
}
