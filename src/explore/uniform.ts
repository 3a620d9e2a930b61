import { decide, exponentialTicks, stream } from '../base/index.ts'
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
  #root = 0
  readonly #haste = new Haste()
  /** The walk's own clock, in ticks: the waiting time that the latest event has used up. */
  #now = 0
  readonly #rank: (candidate: AnyCandidate) => number

  constructor() {
    this.#rank = ({ hash, moment }) =>
      this.#now + exponentialTicks(decide(this.#root, hash, moment))
  }

  begin(run: RunStart): void {
    const { root, salt } = stream(run.seed, 'schedule')
    this.#root = root
    this.#haste.begin(salt)
    this.#now = 0
  }

  choose(enabled: Enabled): AnyCandidate | 'tick' {
    const { only } = enabled
    // Without a rival nothing is drawn, and the walk's clock may stand still.
    if (only !== null && !enabled.mayTick) return only
    enabled.admit(this.#rank)
    const { first } = enabled
    if (this.#haste.wants(enabled, first)) return 'tick'
    this.#now = first.rank
    return first
  }

  end(): void {
    this.#now = 0
  }
}
