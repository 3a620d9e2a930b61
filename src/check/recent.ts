/**
 * Remembers what was added lately: at least the latest `SPAN` things, at most twice as many. For
 * what must not happen twice, and if it does, happens soon; a set of all would grow with the run.
 */
export class Recent<Thing> {
  #new = new Set<Thing>()
  #old = new Set<Thing>()

  has(thing: Thing): boolean {
    return this.#new.has(thing) || this.#old.has(thing)
  }

  add(thing: Thing): void {
    if (this.#new.size === SPAN) {
      this.#old = this.#new
      this.#new = new Set()
    }
    this.#new.add(thing)
  }
}

/** Enough for all that is under way in one run at a time, and small enough to be forgotten about. */
const SPAN = 4096
