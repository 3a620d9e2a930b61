import { Heap } from '../base/index.ts'
import type { AnyCandidate } from './candidate.ts'
import { FRESH, IDLE } from './candidate.ts'
import type { Clock } from './clock.ts'

/**
 * The events that may happen next. What a step newly offers is `fresh` until the strategy has
 * admitted it with a rank; the lowest rank is then at hand in logarithmic time, equal ranks oldest
 * first. A strategy that wants to see all of them may look at `all()`.
 */
export class Enabled {
  readonly clock: Clock
  /** The candidate taken last, and what the step it took has newly offered, in order. */
  last: AnyCandidate | null = null
  /** Whether time may pass although something is ready. */
  mayTick = false
  readonly #heap = new Heap<AnyCandidate>()
  readonly #fresh: AnyCandidate[] = []
  #turn = 0

  constructor(clock: Clock) {
    this.clock = clock
  }

  get size(): number {
    return this.#heap.size + this.#fresh.length
  }

  get fresh(): readonly AnyCandidate[] {
    return this.#fresh
  }

  /** Ranks what is fresh; it stays so ranked until it is taken or withdrawn. */
  admit(rank: (candidate: AnyCandidate) => number): void {
    const fresh = this.#fresh
    for (let i = 0; i < fresh.length; i++) {
      const candidate = fresh[i]!
      candidate.rank = rank(candidate)
      this.#heap.add(candidate)
    }
    fresh.length = 0
  }

  /** The lowest rank among those admitted. */
  get first(): AnyCandidate {
    return this.#heap.first!
  }

  /**
   * Whether time may pass to the next timer without anything that is ready having waited for more
   * than `lag` milliseconds: signals are late and processes slow, but within reason.
   */
  mayLag(lag: number): boolean {
    const { next } = this.clock
    if (!this.mayTick || next === undefined) return false
    const { oldest } = this
    return oldest === null || next.due - oldest.since <= lag
  }

  /** The candidate that has been offered longest, by looking at all of them. */
  get oldest(): AnyCandidate | null {
    let oldest: AnyCandidate | null = null
    for (const each of this.#heap.entries)
      if (oldest === null || each.turn < oldest.turn) oldest = each
    for (const each of this.#fresh) if (oldest === null || each.turn < oldest.turn) oldest = each
    return oldest
  }

  /** Every candidate, oldest offer first. */
  all(): AnyCandidate[] {
    return [...this.#heap.entries, ...this.#fresh].sort((a, b) => a.turn - b.turn)
  }

  /** Offers a candidate. */
  add(candidate: AnyCandidate): void {
    candidate.turn = ++this.#turn
    candidate.since = this.clock.now
    candidate.slot = FRESH
    this.#fresh.push(candidate)
  }

  /** Withdraws a candidate, whether ranked yet or not; one that is not offered is left alone. */
  remove(candidate: AnyCandidate): void {
    if (candidate.slot >= 0) this.#heap.remove(candidate)
    else if (candidate.slot === FRESH) this.#fresh.splice(this.#fresh.indexOf(candidate), 1)
    candidate.slot = IDLE
  }
}
