import { decide, exponentialTicks, stream, type Stream } from '../base/index.ts'
import type { AnyCandidate, Enabled, RunStart, Strategy } from '../machine/index.ts'
import { Haste } from './haste.ts'

/**
 * The random walk: at every step each enabled event is equally likely to be next.
 *
 * Each event gets, when it is first offered, an exponentially distributed waiting time, and the
 * event whose time is up first goes next. Since that distribution has no memory, the walk is exactly
 * uniform, and still each waiting time is a pure function of (seed, the event's stable name, how
 * often it has happened): an added process changes nobody else's draws.
 *
 * Time may pass early, within the seed's haste (see there).
 */
export class Uniform implements Strategy {
  readonly name = 'uniform'
  #stream: Stream = { root: 0, salt: 0 }
  readonly #haste = new Haste()
  /** The walk's own clock, in ticks: the waiting time that the latest event has used up. */
  #now = 0
  readonly #rank: (candidate: AnyCandidate) => number

  constructor() {
    this.#rank = (candidate) => this.#now + this.#wait(candidate)
  }

  begin(run: RunStart): void {
    this.#stream = stream(run.seed, 'schedule')
    this.#haste.begin(this.#stream.salt)
    this.#now = 0
  }

  choose(enabled: Enabled): AnyCandidate | 'tick' {
    enabled.admit(this.#rank)
    const { first } = enabled
    if (this.#haste.wants(enabled, first)) return 'tick'
    this.#now = first.rank
    return first
  }

  end(): void {
    this.#now = 0
  }

  #wait(candidate: AnyCandidate): number {
    return exponentialTicks(decide(this.#stream.root, candidate.hash, candidate.moment))
  }
}
