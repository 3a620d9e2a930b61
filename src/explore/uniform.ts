import { decide, exponentialTicks, mix, stream, type Stream } from '../base/index.ts'
import type { AnyCandidate, Enabled, RunStart, Strategy, Timer } from '../machine/index.ts'

/** Early timers are this much rarer than other events, per millisecond that they would come early. */
const TICK_RELUCTANCE = 16

/**
 * The random walk: at every step each enabled event is equally likely to be next.
 *
 * Each event gets, when it is first offered, an exponentially distributed waiting time, and the
 * event whose time is up first goes next. Since that distribution has no memory, the walk is exactly
 * uniform, and still each waiting time is a pure function of (seed, the event's stable name, how
 * often it has happened): an added process changes nobody else's draws.
 *
 * Time passes early at a rate that falls with the milliseconds to go, so that a timer may win a race
 * that a zero-latency clock would never show.
 */
export class Uniform implements Strategy {
  readonly name = 'uniform'
  #stream: Stream = { root: 0, salt: 0 }
  /** The walk's own clock, in ticks: the waiting time that the latest event has used up. */
  #now = 0
  #timer: Timer | undefined = undefined
  #tickAt = Infinity
  #patience = 1
  readonly #rank: (candidate: AnyCandidate) => number

  constructor() {
    this.#rank = (candidate) => this.#now + this.#wait(candidate)
  }

  begin(run: RunStart): void {
    this.#stream = stream(run.seed, 'schedule')
    this.#now = 0
    this.#timer = undefined
    this.#tickAt = Infinity
    // Each seed has its own temper: in some time never hurries, in others timers often win.
    this.#patience = [Infinity, 1, 8, 64][this.#stream.salt & 3]!
  }

  choose(enabled: Enabled): AnyCandidate | 'tick' {
    enabled.admit(this.#rank)
    const first = enabled.first
    if (enabled.mayTick && this.#tickBefore(enabled.clock.next!, enabled.clock.now, first.rank)) {
      this.#now = this.#tickAt
      this.#timer = undefined
      return 'tick'
    }
    this.#now = first.rank
    return first
  }

  end(): void {
    this.#timer = undefined
  }

  #wait(candidate: AnyCandidate): number {
    return exponentialTicks(decide(this.#stream.root, candidate.hash, candidate.count))
  }

  #tickBefore(next: Timer, now: number, rank: number): boolean {
    if (this.#patience === Infinity) return false
    if (next !== this.#timer) {
      this.#timer = next
      const wait = exponentialTicks(decide(this.#stream.salt, mix(next.hash, 7), next.count))
      this.#tickAt = this.#now + wait * TICK_RELUCTANCE * this.#patience * (1 + next.due - now)
    }
    return this.#tickAt < rank
  }
}
