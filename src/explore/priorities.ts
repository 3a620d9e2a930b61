import { decide, stream, type Stream } from '../base/index.ts'
import type { AnyCandidate, Enabled, RunStart, Strategy } from '../machine/index.ts'

/** So many events of one process, channel or timer share a priority. */
const STRETCH = 8

/**
 * Named priorities: every process, channel and timer has one, drawn by its name, and the highest
 * enabled goes next. Where the random walk spreads its choices evenly, this one starves some
 * parties for long stretches, which is how deep orderings come about (the idea of priority-based
 * schedulers: Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees of Finding
 * Bugs", ASPLOS 2010, here with a priority per name instead of per thread number).
 */
export class Priorities implements Strategy {
  readonly name = 'priorities'
  #stream: Stream = { root: 0, salt: 0 }
  /** The event before which time has passed, and which of its kind: it lets that happen only once. */
  #passed: AnyCandidate | null = null
  #count = 0
  readonly #rank = (candidate: AnyCandidate): number =>
    decide(this.#stream.root, candidate.hash, Math.floor(candidate.count / STRETCH)) >>> 0

  begin(run: RunStart): void {
    this.#stream = stream(run.seed, 'priorities')
    this.#passed = null
  }

  choose(enabled: Enabled): AnyCandidate | 'tick' {
    enabled.admit(this.#rank)
    const { first } = enabled
    // One step in sixteen of the event at hand lets time pass first, in one seed of two.
    const hurried = (this.#stream.salt & 1) === 1
    if (!hurried || !enabled.mayTick || !this.#isHurried(first)) return first
    this.#passed = first
    this.#count = first.count
    return 'tick'
  }

  end(): void {
    this.#stream = { root: 0, salt: 0 }
    this.#passed = null
  }

  /** Drawn once for each event; without that one event could let all the time of a run pass. */
  #isHurried(candidate: AnyCandidate): boolean {
    if (candidate === this.#passed && candidate.count === this.#count) return false
    return (decide(this.#stream.salt, candidate.hash, candidate.count) & 15) === 0
  }
}
