import {
  Chain,
  type AnyCandidate,
  type Enabled,
  type RunStart,
  type Strategy,
} from '../machine/index.ts'
import type { Deviation } from '../record/index.ts'
import { eventName } from './event-name.ts'

/**
 * A run as a list of deviations from the default schedule: written down by `Recorder`, carried out
 * by `Replay`. Both ask the same default what would come next, so a list that is complete gives the
 * same run again, and a list with entries deleted gives the run that is nearest to it.
 */

/** What the default schedule would take: the causal chain, then the oldest, time only at rest. */
class Default {
  readonly #chain = new Chain()

  next(enabled: Enabled): AnyCandidate | 'tick' {
    return this.#chain.next(enabled) ?? enabled.oldest ?? 'tick'
  }

  took(choice: AnyCandidate | 'tick'): void {
    this.#chain.took(choice)
  }
}

/** Lets another strategy choose and notes where it departs from the default. */
export class Recorder implements Strategy {
  readonly name: string
  readonly deviations: Deviation[] = []
  readonly #inner: Strategy
  readonly #default = new Default()

  constructor(inner: Strategy) {
    this.#inner = inner
    this.name = inner.name
  }

  begin(run: RunStart): void {
    this.#inner.begin(run)
  }

  choose(enabled: Enabled): AnyCandidate | 'tick' {
    const usual = this.#default.next(enabled)
    const choice = this.#inner.choose(enabled)
    if (choice !== usual) {
      this.deviations.push({ at: eventName(usual), take: eventName(choice) })
    }
    this.#default.took(choice)
    return choice
  }

  end(steps: number): void {
    this.#inner.end(steps)
  }
}

/** Carries deviations out, and the default schedule everywhere else. */
export class Replay implements Strategy {
  readonly name = 'replay'
  /** Entries by the event at which they apply, in order. */
  readonly #plan = new Map<string, string[]>()
  readonly #default = new Default()
  /** Deviations carried out, and those whose event was not to be had when their turn came. */
  applied = 0
  missed = 0

  constructor(deviations: readonly Deviation[]) {
    for (const { at, take } of deviations) {
      const there = this.#plan.get(at)
      if (there === undefined) this.#plan.set(at, [take])
      else there.push(take)
    }
  }

  begin(): void {
    // Nothing to draw: everything is in the plan.
  }

  choose(enabled: Enabled): AnyCandidate | 'tick' {
    const usual = this.#default.next(enabled)
    const choice = this.#plan.size === 0 ? usual : this.#planned(enabled, usual)
    enabled.admit(unranked)
    this.#default.took(choice)
    return choice
  }

  end(): void {
    for (const left of this.#plan.values()) this.missed += left.length
  }

  #planned(enabled: Enabled, usual: AnyCandidate | 'tick'): AnyCandidate | 'tick' {
    const at = eventName(usual)
    const wanted = this.#plan.get(at)
    if (wanted === undefined) return usual
    while (wanted.length > 0) {
      const take = wanted.shift()!
      if (wanted.length === 0) this.#plan.delete(at)
      const found = named(enabled, take)
      if (found !== null) {
        this.applied++
        return found
      }
      this.missed++
    }
    return usual
  }
}

const unranked = (): number => 0

function named(enabled: Enabled, name: string): AnyCandidate | 'tick' | null {
  if (name === 'tick') return enabled.mayTick ? 'tick' : null
  return enabled.all().find((candidate) => eventName(candidate) === name) ?? null
}
