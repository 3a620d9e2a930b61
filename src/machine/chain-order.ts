import { IDLE, type AnyCandidate } from './candidate.ts'
import type { Enabled } from './enabled.ts'
import type { Strategy } from './strategy.ts'

/**
 * The default schedule, from which every run is a list of deviations: follow the current causal
 * chain. A process goes on until it blocks; then what it sent first is delivered, and the receiver
 * goes on. When the chain ends, the oldest waiting event. Time passes only when nothing is ready.
 *
 * A first-in first-out order would be the more obvious default and is the worse one: it offers an
 * event that was held back again after every step, so that holding a message over a chain of m hops
 * takes m deviations instead of one.
 */
export class ChainOrder implements Strategy {
  readonly name = 'chain'
  readonly #chain = new Chain()

  begin(): void {
    this.#chain.clear()
  }

  choose(enabled: Enabled): AnyCandidate | 'tick' {
    const next = this.#chain.next(enabled)
    enabled.admit(oldestFirst)
    const choice = next ?? (enabled.size > 0 ? enabled.first : 'tick')
    this.#chain.took(choice)
    return choice
  }

  end(): void {
    this.#chain.clear()
  }
}

const oldestFirst = (): number => 0

/** The causal chain: what the latest stretch of one process has set in motion. */
export class Chain {
  #effects: AnyCandidate[] = []
  #last: AnyCandidate | null = null

  /** How the chain goes on, null when it has ended. Looks at what is fresh: call it once a step, before admitting. */
  next(enabled: Enabled): AnyCandidate | null {
    const { last, fresh } = enabled
    this.#last = last
    if (last?.type !== 'run') {
      // A delivery or a timer wakes at most the process that goes on.
      return fresh.find((candidate) => candidate.type === 'run') ?? null
    }
    let goesOn: AnyCandidate | null = null
    for (const candidate of fresh) {
      if (candidate === last) goesOn = candidate
      else this.#effects.push(candidate)
    }
    return goesOn ?? this.#effects.find((candidate) => candidate.slot !== IDLE) ?? null
  }

  /** What was chosen in the end: unless the same process goes on, a new stretch begins. */
  took(choice: AnyCandidate | 'tick'): void {
    if (choice !== this.#last) this.#effects.length = 0
  }

  clear(): void {
    this.#effects = []
    this.#last = null
  }
}
