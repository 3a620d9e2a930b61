import { decide, exponentialTicks, mix, type Stream } from '../base/index.ts'
import type { Process } from '../machine/index.ts'
import type { AnyPid } from '../record/index.ts'
import type { Budget } from './budget.ts'
import type { Rate } from './fault.ts'
import type { OwnSteps } from './own-steps.ts'
import { drawSome, type Matcher, type Roster } from './roster.ts'
import type { Setting } from './setting.ts'
import type { Striker } from './striker.ts'
import { named, type Where } from './strike.ts'
import type { RandomPlan } from './plan.ts'

/**
 * Random faults. Where they strike is drawn over the victim's own steps: for each fault and each
 * process that it may strike, the gaps between its strikes are geometric, and each is a pure function
 * of (seed, fault, process, how many strikes before). So whoever else lives in the system, and
 * however much they do, a process is struck before the same steps of its own. (Placed over global
 * steps, faults hit 6 to 37 times more rarely in systems whose victims do little.)
 */
export class RandomFaults {
  readonly #entries: readonly Entry[]
  readonly #steps: OwnSteps
  readonly #striker: Striker
  readonly #roster: Roster
  readonly #budget: Budget
  readonly #stream: Stream

  constructor(
    plans: readonly RandomPlan[],
    stream: Stream,
    { steps, striker, roster, budget }: Setting,
  ) {
    this.#steps = steps
    this.#striker = striker
    this.#roster = roster
    this.#budget = budget
    this.#stream = stream
    this.#entries = plans.map((plan) => ({
      plan,
      anchors: this.#anchors(plan),
      mean: meanGap(plan.fault.rate, decide(stream.root, plan.key, 0)),
      enrolled: new Set<number>(),
    }))
  }

  /** Draws where each fault will strike the process first; once for each fault that may strike it. */
  enrol(pid: AnyPid, count: number): void {
    for (const entry of this.#entries) {
      if (entry.enrolled.has(pid.id) || !entry.anchors(pid)) continue
      entry.enrolled.add(pid.id)
      // Steps taken already, before anybody was looking, are counted and not struck.
      let nth = 0
      let step = this.#gap(entry, pid, nth)
      while (step <= count) step += this.#gap(entry, pid, ++nth)
      this.#plan(entry, pid, step, nth)
    }
  }

  #plan(entry: Entry, pid: AnyPid, step: number, nth: number): void {
    this.#steps.plan(pid.id, step - 1, (process) => {
      if (this.#striker.quiet || !this.#budget.allows(entry.plan)) return
      // It may have turned out to be a supervisor in the meantime.
      if (!entry.anchors(pid)) return
      if (!this.#roster.isStarting(pid)) this.#strike(entry, process, step, nth)
      if (process.status === 'dead') return
      this.#plan(entry, pid, step + this.#gap(entry, pid, nth + 1), nth + 1)
    })
  }

  #strike({ plan }: Entry, process: Process, n: number, nth: number): void {
    const { pid } = process
    const placement = this.#placement(plan, pid, nth)
    const where: Where = { kind: 'step', of: named(pid), n, placement }
    const { do: action } = plan.fault
    this.#budget.spend(plan)
    if ('edge' in action) {
      this.#striker.strike(action, null, where)
      return
    }
    for (const target of this.#targets(plan, pid, n)) {
      if (placement === 'after') this.#striker.offer(plan.blow, target, where)
      else this.#striker.strike(plan.blow, target, where, process)
    }
  }

  /** Whose steps the strikes of a fault are counted by: of an edge its senders. */
  #anchors({ fault: { do: action } }: RandomPlan): Matcher {
    const whom = 'edge' in action ? action.edge.from : action.whom
    return whom.kind === 'event' ? () => false : this.#roster.matcher(whom.of)
  }

  #targets({ fault, key }: RandomPlan, struck: AnyPid, n: number): readonly AnyPid[] {
    const whom = 'whom' in fault.do ? fault.do.whom : null
    if (whom === null || whom.kind === 'event') return []
    if (whom.kind === 'some' && whom.count === 1) return [struck]
    const others = this.#roster.select(whom.of).filter((pid) => pid !== struck)
    if (whom.kind === 'all') return [struck, ...others]
    const name = mix(mix(key, struck.hash), n)
    return [struck, ...drawSome(others, whom.count - 1, this.#stream.salt, name)]
  }

  /** A kill may come while its victim is idle and takes no step: half of them are left to the schedule. */
  #placement({ fault, key }: RandomPlan, pid: AnyPid, nth: number): 'before' | 'after' {
    const { kind } = fault.do
    if (kind !== 'kill' && kind !== 'exit') return 'before'
    return decide(this.#stream.salt, mix(key, pid.hash), nth) & 1 ? 'after' : 'before'
  }

  #gap({ plan, mean }: Entry, pid: AnyPid, nth: number): number {
    return geometricGap(mean, decide(this.#stream.root, mix(plan.key, pid.hash), nth))
  }
}

interface Entry {
  readonly plan: RandomPlan
  readonly anchors: Matcher
  /** Mean gap between two strikes, in own steps of the process. */
  readonly mean: number
  /** By pid.id. */
  readonly enrolled: Set<number>
}

/** A mean waiting time of `exponentialTicks`. */
const TICKS = 2 ** 20

/**
 * A geometric gap of at least one step, with the given mean, for a hash that is uniform over 32 bits:
 * one and the whole part of an exponential time. For that, a mean of m steps takes an exponential
 * mean of -1 / ln(1 - 1/m), which is m - 1/2 - 1/(12 m) to within a thousandth from m = 2 on.
 */
export function geometricGap(mean: number, hash: number): number {
  if (mean <= 1) return 1
  const exponential = mean - 0.5 - 1 / (12 * mean)
  return 1 + Math.floor((exponentialTicks(hash) * exponential) / TICKS)
}

/** Gaps of faults that strike so often a run: nobody knows how long the run will be. */
const SHORTEST_GAP = 4
const GAP_OCTAVES = 8

/** `n/run`: in each run another order of magnitude, from 4 to 512 steps. */
function meanGap(rate: Rate, hash: number): number {
  if (rate.kind === 'steps') return rate.steps / rate.times
  return SHORTEST_GAP * 2 ** ((hash >>> 0) % GAP_OCTAVES)
}
