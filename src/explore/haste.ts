import { decide } from '../base/index.ts'
import type { AnyCandidate, Enabled } from '../machine/index.ts'

/** Virtual milliseconds by which signals and processes may be late, for four tempers of a seed. */
const LAGS = [0, 5, 25, 100] as const

/** One event in so many lets time pass before it. */
const ONE_IN = 16

/**
 * Lets time pass although something is ready, so that a timer may win a race that a zero-latency
 * clock would never show. Each seed has a temper: how late signals and processes may be. A call's
 * timeout of five seconds is beyond all of them, so that what is lost is lost by the system's own
 * doing (a slower world is what the faults `slow`, `pause` and `delay` are for).
 *
 * The decision belongs to the event that would be next, by its name: it is nobody else's draw.
 */
export class Haste {
  #salt = 0
  #lag: number = LAGS[0]

  begin(salt: number): void {
    this.#salt = salt
    this.#lag = LAGS[salt & 3]!
  }

  wants(enabled: Enabled, next: AnyCandidate): boolean {
    if (this.#lag === 0 || !enabled.mayTick) return false
    const draw = decide(this.#salt, next.hash, next.moment) >>> 0
    return draw % ONE_IN === 0 && enabled.mayLag(this.#lag)
  }
}
