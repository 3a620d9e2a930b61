import { canonical } from '../base/index.ts'
import type { Process } from '../machine/index.ts'
import { Counts, whereOf, type Occurrence } from './occurrence.ts'
import type { Setting } from './setting.ts'
import type { Named, Strike, Where } from './strike.ts'

/**
 * Strikes from a list: each is made to happen where its name says, and nothing else happens. What
 * never comes to pass in this run (a process that is not born, a message that is not sent) is left
 * over.
 */
export class ReplayedStrikes {
  readonly #setting: Setting
  readonly #bySteps = new Map<string, Strike[]>()
  readonly #byEvents = new Map<string, Strike[]>()
  readonly #counts = new Counts()
  readonly #left: Set<Strike>
  readonly #pending = new Set<Strike>()

  constructor(strikes: readonly Strike[], setting: Setting) {
    this.#setting = setting
    this.#left = new Set(strikes.filter(({ vain }) => vain !== true))
    for (const strike of strikes) {
      const { where } = strike
      if (where.kind === 'time') {
        this.#pending.add(strike)
        setting.alarms.at(where.at, () => {
          this.#pending.delete(strike)
          this.#strike(strike)
        })
      } else if (where.kind === 'step') file(this.#bySteps, nameKey(where.of), strike)
      else file(this.#byEvents, canonical(where), strike)
    }
  }

  /** Those that have not come to pass. */
  get left(): readonly Strike[] {
    return [...this.#left]
  }

  /** Those that wait for their time; their alarms are events of the run to come. */
  get pending(): readonly Strike[] {
    return [...this.#pending]
  }

  /** A process is about to take a step for the first time. */
  enrol({ pid, count }: Process): void {
    for (const strike of this.#bySteps.get(nameKey(pid)) ?? []) {
      if (strike.where.kind !== 'step' || strike.where.n <= count) continue
      const { n, placement } = strike.where
      this.#setting.steps.plan(pid.id, n - 1, (process) => {
        if (placement === 'after') this.#offer(strike)
        else this.#strike(strike, process)
      })
    }
  }

  /** Sets off what has waited for this. */
  meet(occurrence: Occurrence): void {
    // What is received or handled has two names, with its sender and without.
    const twoNames = occurrence.kind === 'message' && occurrence.event !== 'sent'
    for (const withSender of twoNames ? [false, true] : [false]) {
      const where = whereOf(occurrence, withSender, this.#counts.add(occurrence, withSender))
      for (const strike of this.#byEvents.get(canonical(where)) ?? []) {
        if ('edge' in strike.do) this.#strike(strike)
        else this.#setting.soon(() => this.#strike(strike))
      }
    }
  }

  #strike(strike: Strike, process?: Process): void {
    const { striker, roster } = this.#setting
    const { do: blow, target, where } = strike
    if (strike.vain === true || striker.quiet) {
      if (where.kind === 'time') striker.miss(blow, where)
      return
    }
    const pid = target === null ? null : roster.find(target)
    if (pid === undefined) {
      if (where.kind === 'time') striker.miss(blow, where)
      return
    }
    this.#left.delete(strike)
    striker.strike(blow, pid, where, process)
  }

  #offer(strike: Strike): void {
    const pid = strike.target === null ? undefined : this.#setting.roster.find(strike.target)
    if (pid === undefined) return
    this.#left.delete(strike)
    this.#setting.striker.offer(strike.do, pid, strike.where)
  }
}

function file(drawers: Map<string, Strike[]>, key: string, strike: Strike): void {
  const drawer = drawers.get(key)
  if (drawer === undefined) drawers.set(key, [strike])
  else drawer.push(strike)
}

function nameKey({ path, life }: Named): string {
  return `${path}~${life}`
}

/** Whether a strike's place names the sender of what is received or handled. */
export function namesSender(where: Where): boolean {
  return where.kind === 'message' && where.event !== 'sent' && where.from !== undefined
}
