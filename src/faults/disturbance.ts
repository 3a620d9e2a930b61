import { stream } from '../base/index.ts'
import type { Machine } from '../machine/index.ts'
import type { AnyPid, TraceEvent } from '../record/index.ts'
import { Alarms } from './alarms.ts'
import { Budget } from './budget.ts'
import { complain, wholeFrom } from './complaint.ts'
import type { AtMost, Fault, FaultPlan, QuietAfter } from './fault.ts'
import { readQuietAfter } from './moment-words.ts'
import { Observer } from './observer.ts'
import { OwnSteps } from './own-steps.ts'
import { Roster } from './roster.ts'
import type { Setting } from './setting.ts'
import { sourceOfFaults, sourceOfStrikes, type Source } from './source.ts'
import type { Strike } from './strike.ts'
import { Striker } from './striker.ts'
import type { Needs } from './wanted.ts'

/** Faults at work in one run. */
export interface Disturbance {
  /**
   * What has struck so far, in order: with it, the seed and the options, `disturb` makes the same
   * things happen again. Strikes marked `vain` changed nothing in the simulated world.
   */
  readonly strikes: readonly Strike[]
  /** What has become of each fault, in the order given; empty when strikes are replayed. */
  readonly tallies: readonly FaultTally[]
  /** Faults that have never struck in this run, or strikes of the list that never came to pass, in words. */
  readonly unmatched: readonly string[]
  /** Virtual time at which the quiet phase began; null before. Liveness is judged from then on. */
  readonly quietSince: number | null
  /**
   * Begins the quiet phase now, if it has not begun: no fault strikes any more, and everything held,
   * delayed, paused or slowed is healed. A runner calls it when nothing is left to happen.
   */
  calm(): void
}

/** What has become of a fault in one run. */
export interface FaultTally {
  readonly fault: Fault
  /** One line: the fault's name, or what it says. */
  readonly text: string
  /** False when swarm has switched it off in this run. */
  readonly on: boolean
  /** Times that it has struck. */
  readonly hits: number
  /** Times that its moment came, and its selector matched nobody. */
  readonly misses: number
}

export interface DisturbanceOptions {
  /** Switches on a random half of the random faults only, another half in each run. */
  readonly swarm?: boolean
  /** How often all faults together may strike. */
  readonly atMost?: AtMost
  /**
   * When faults end: virtual milliseconds, or a share of `steps` such as `'60%'`. If it is not said
   * here, the plan says it; never, if nobody does.
   */
  readonly quietAfter?: QuietAfter | number | string
  /** The run's budget of steps, for a `quietAfter` that is a share of it. */
  readonly steps?: number
  /** Told when the quiet phase begins. */
  readonly onQuiet?: () => void
}

/** Strikes to be made again. */
export interface StrikeList {
  readonly strikes: readonly Strike[]
  readonly quietAfter?: QuietAfter
}

/**
 * Lets faults happen in a machine: those described, where the seed and their triggers put them, or
 * exactly the strikes of a list. To be called before the system is started.
 *
 * @throws UsageError `bad_fault` for options that make no sense.
 */
export function disturb(
  machine: Machine,
  what: readonly Fault[] | FaultPlan | StrikeList,
  seed: string = '0',
  options: DisturbanceOptions = {},
): Disturbance {
  return new Faults(machine, what, seed, options)
}

class Faults implements Disturbance {
  readonly #machine: Machine
  readonly #alarms: Alarms
  readonly #steps: OwnSteps
  readonly #roster: Roster
  readonly #striker: Striker
  readonly #source: Source
  readonly #onQuiet: (() => void) | null
  #quietSince: number | null = null

  constructor(
    machine: Machine,
    what: readonly Fault[] | FaultPlan | StrikeList,
    seed: string,
    options: DisturbanceOptions,
  ) {
    const { root } = stream(seed, 'faults')
    this.#machine = machine
    this.#alarms = new Alarms(machine)
    this.#steps = new OwnSteps(machine)
    this.#roster = new Roster(machine.world)
    this.#striker = new Striker(machine, this.#roster, this.#steps, root)
    const setting: Setting = {
      steps: this.#steps,
      striker: this.#striker,
      roster: this.#roster,
      alarms: this.#alarms,
      budget: new Budget(options.atMost ?? 'unbounded'),
      soon: (action) => machine.soon(action),
    }
    this.#source =
      'strikes' in what
        ? sourceOfStrikes(what.strikes, setting)
        : sourceOfFaults(faultsOf(what), seed, options.swarm === true, setting)
    const { needs } = this.#source
    if (needs.traffic) this.#striker.traffic.listen()
    if (needs.trace) this.#watch(needs)
    this.#onQuiet = options.onQuiet ?? null
    const planned = 'quietAfter' in what ? what.quietAfter : undefined
    const quietAfter = options.quietAfter ?? planned ?? { kind: 'never' }
    this.#planQuiet(readQuietAfter(quietAfter), options.steps)
  }

  get strikes(): readonly Strike[] {
    return [...this.#striker.log, ...this.#source.pending()]
  }

  get tallies(): readonly FaultTally[] {
    return this.#source.plans.map(({ fault, text, on, tally }) => ({ fault, text, on, ...tally }))
  }

  get unmatched(): readonly string[] {
    return this.#source.unmatched()
  }

  get quietSince(): number | null {
    return this.#quietSince
  }

  calm(): void {
    if (this.#quietSince !== null) return
    this.#quietSince = this.#machine.now
    this.#steps.stop()
    this.#striker.calm()
    this.#onQuiet?.()
  }

  #planQuiet(quietAfter: QuietAfter, steps: number | undefined): void {
    switch (quietAfter.kind) {
      case 'never':
        return
      case 'time':
        this.#alarms.at(quietAfter.at, () => this.calm())
        return
      case 'percent': {
        if (steps === undefined) {
          complain('quietAfter is a share of the steps', 'say in steps: … how many there may be')
        }
        const last = Math.floor((wholeFrom(1, 'steps', steps) * quietAfter.percent) / 100)
        this.#steps.every(() => {
          if (this.#machine.steps > last) this.calm()
        })
      }
    }
  }

  #watch({ wanted }: Needs): void {
    const { meet, enrol } = this.#source
    const soon = (action: () => void): void => this.#machine.soon(action)
    const observer = new Observer(this.#roster, this.#steps, soon, wanted, meet)
    // What the living are has to be known before they die.
    for (const pid of this.#machine.world.processes()) this.#roster.behaviourOf(pid)
    this.#machine.watch((event) => {
      if (this.#striker.quiet) return
      this.#follow(event, enrol)
      observer.observe(event)
    })
  }

  /** Events that strikes of the past still wait for. */
  #follow(event: TraceEvent, enrol: (pid: AnyPid, count: number) => void): void {
    switch (event.kind) {
      case 'spawn':
        if (this.#roster.behaviourOf(event.pid) === null) this.#striker.enters(event.pid)
        return
      case 'exit':
        this.#striker.traffic.died(event.pid)
        return
      case 'note': {
        const { pid, note } = event
        if (note.kind === 'callback' && note.callback === 'init') this.#striker.enters(pid)
        if (note.kind === 'supervisor') {
          this.#roster.supervises(pid)
          enrol(pid, this.#machine.world.infoOf(pid)?.reductions ?? 0)
        }
        return
      }
      default:
        return
    }
  }
}

function faultsOf(what: readonly Fault[] | FaultPlan): readonly Fault[] {
  return 'scripted' in what ? [...what.scripted, ...what.random] : what
}
