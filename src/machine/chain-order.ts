import type { AnyCandidate } from './candidate.ts'
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
    if (next !== null) return next
    return enabled.size > 0 ? enabled.first : 'tick'
  }

  end(): void {
    this.#chain.clear()
  }
}

const oldestFirst = (): number => 0

/** The causal chain: what the latest stretch of one process has set in motion. */
export class Chain {
  #effects: AnyCandidate[] = []

  /** The continuation of the chain, null when it has ended. Looks at what is fresh; call once a step. */
  next(enabled: Enabled): AnyCandidate | null {
    const { last, fresh } = enabled
    let next: AnyCandidate | null = null
    if (last?.type === 'run') {
      for (const candidate of fresh) {
        if (candidate === last) next = candidate
        else this.#effects.push(candidate)
      }
      next ??= this.#firstEffect()
    } else {
      // A delivery or a timer wakes at most the process that goes on.
      next = fresh.find((candidate) => candidate.type === 'run') ?? null
    }
    // The choice opens a new stretch, unless it is the same process going on.
    if (next !== last) this.#effects.length = 0
    return next
  }

  clear(): void {
    this.#effects = []
  }

  #firstEffect(): AnyCandidate | null {
    for (const candidate of this.#effects) if (candidate.slot !== -1) return candidate
    return null
  }
}
