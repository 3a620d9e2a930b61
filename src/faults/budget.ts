import type { AtMost } from './fault.ts'
import type { RandomPlan, ScriptedPlan } from './plan.ts'

/** How often faults may strike: each by itself, and all together. A strike of many targets counts once. */
export class Budget {
  #left: number
  readonly #each = new Map<RandomPlan | ScriptedPlan, number>()

  constructor(atMost: AtMost) {
    this.#left = amount(atMost)
  }

  allows(plan: RandomPlan | ScriptedPlan): boolean {
    return this.#left > 0 && this.#leftFor(plan) > 0
  }

  spend(plan: RandomPlan | ScriptedPlan): void {
    this.#left--
    this.#each.set(plan, this.#leftFor(plan) - 1)
    plan.tally.hits++
  }

  #leftFor(plan: RandomPlan | ScriptedPlan): number {
    const left = this.#each.get(plan)
    if (left !== undefined) return left
    const { fault } = plan
    const times = 'rate' in fault && fault.rate.kind === 'run' ? fault.rate.times : Infinity
    return Math.min(times, amount(fault.atMost))
  }
}

function amount(atMost: AtMost): number {
  return atMost === 'unbounded' ? Infinity : atMost
}
