/**
 * How many restarts are too many, exactly as supervisor.erl counts (add_restart/1): the clock is
 * read in whole seconds, a restart counts as long as it is not more than `period` seconds old by
 * that clock, and failed attempts count like successful ones.
 */
export class RestartIntensity {
  readonly #intensity: number
  readonly #period: number
  /** Whole seconds, newest first. */
  #restarts: readonly number[] = []

  constructor(intensity: number, period: number) {
    this.#intensity = intensity
    this.#period = period
  }

  /** Counts an attempt at `time` (milliseconds); answers false when that is one too many. */
  allows(time: number): boolean {
    const now = Math.floor(time / 1000)
    const recent = this.#restarts.filter((then) => then >= now - this.#period)
    this.#restarts = [now, ...recent]
    return this.#restarts.length <= this.#intensity
  }
}
