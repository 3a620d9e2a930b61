import { before, Heap } from '../base/index.ts'
import type { AnyCandidate } from './candidate.ts'
import { IDLE, YOUNG } from './candidate.ts'
import type { Clock } from './clock.ts'

/** So few candidates are looked through sooner than they are sorted. */
const NURSERY = 8

/**
 * The events that may happen next. What a step newly offers is `fresh` until the strategy has
 * admitted it with a rank. The lowest rank is then at hand, equal ranks oldest first: a few young
 * candidates stand in a list that is looked through, all others in a heap. A strategy that wants to
 * see all of them may look at `all()`.
 */
export class Enabled {
  readonly clock: Clock
  /** The candidate taken last, and what the step it took has newly offered, in order. */
  last: AnyCandidate | null = null
  /** Whether time may pass although something is ready. */
  mayTick = false
  size = 0
  /** Ranked ones in no order, then from `#ranked` on the fresh ones, oldest offer first. */
  readonly #young: AnyCandidate[] = []
  #ranked = 0
  readonly #others = new Heap<AnyCandidate>()
  #turn = 0

  constructor(clock: Clock) {
    this.clock = clock
  }

  get fresh(): readonly AnyCandidate[] {
    return this.#young.slice(this.#ranked)
  }

  /** The candidate when there is but one, which needs no rank; null otherwise. */
  get only(): AnyCandidate | null {
    if (this.size !== 1) return null
    return this.#young.length === 1 ? this.#young[0]! : this.#others.first!
  }

  /** Ranks what is fresh; it stays so ranked until it is taken or withdrawn. */
  admit(rank: (candidate: AnyCandidate) => number): void {
    const young = this.#young
    for (let i = this.#ranked; i < young.length; i++) young[i]!.rank = rank(young[i]!)
    this.#ranked = young.length
    if (young.length > NURSERY) this.#growUp()
  }

  /** The lowest rank; everything must have been admitted. */
  get first(): AnyCandidate {
    const young = this.#young
    const end = young.length - 1
    if (end < 0) return this.#others.first!
    let at = end
    for (let i = 0; i < end; i++) if (before(young[i]!, young[at]!)) at = i
    const first = young[at]!
    const other = this.#others.first
    if (other !== undefined && before(other, first)) return other
    // It will be taken next: from the end of the list that costs nothing.
    young[at] = young[end]!
    young[end] = first
    return first
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
    for (const each of this.#others.entries)
      if (oldest === null || each.turn < oldest.turn) oldest = each
    for (const each of this.#young) if (oldest === null || each.turn < oldest.turn) oldest = each
    return oldest
  }

  /** Every candidate, oldest offer first. */
  all(): AnyCandidate[] {
    return [...this.#others.entries, ...this.#young].sort((a, b) => a.turn - b.turn)
  }

  /** Offers a candidate. */
  add(candidate: AnyCandidate): void {
    candidate.turn = ++this.#turn
    candidate.since = this.clock.now
    candidate.slot = YOUNG
    this.size++
    this.#young.push(candidate)
  }

  /** Withdraws a candidate, whether ranked yet or not; one that is not offered is left alone. */
  remove(candidate: AnyCandidate): void {
    if (candidate.slot === IDLE) return
    if (candidate.slot === YOUNG) this.#forget(candidate)
    else this.#others.remove(candidate)
    candidate.slot = IDLE
    this.size--
  }

  #forget(candidate: AnyCandidate): void {
    const young = this.#young
    if (young[young.length - 1] === candidate) young.pop()
    else {
      const at = young.indexOf(candidate)
      young.splice(at, 1)
      if (at < this.#ranked) this.#ranked--
    }
    if (young.length < this.#ranked) this.#ranked = young.length
  }

  #growUp(): void {
    const young = this.#young
    while (young.length > 0) this.#others.add(young.pop()!)
    this.#ranked = 0
  }
}
