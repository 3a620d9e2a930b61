import { decide, stream, type Stream } from '../base/index.ts'
import type { AnyCandidate, Enabled, RunStart, Strategy } from '../machine/index.ts'
import { Haste } from './haste.ts'

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
  readonly #haste = new Haste()
  readonly #rank: (candidate: AnyCandidate) => number

  constructor() {
    this.#rank = (candidate) =>
      decide(this.#stream.root, candidate.hash, Math.floor(candidate.count / STRETCH)) >>> 0
  }

  begin(run: RunStart): void {
    this.#stream = stream(run.seed, 'priorities')
    this.#haste.begin(this.#stream.salt)
  }

  choose(enabled: Enabled): AnyCandidate | 'tick' {
    enabled.admit(this.#rank)
    const { first } = enabled
    return this.#haste.wants(enabled, first) ? 'tick' : first
  }

  end(): void {
    this.#stream = { root: 0, salt: 0 }
  }
}
