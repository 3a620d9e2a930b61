import type { World } from '../machine/index.ts'
import type { Predicate } from './predicate.ts'
import type { Property, Watch } from './property.ts'

export interface SometimesOptions {
  /** In how many seeds of a sweep it has to be reached; 1 by default. */
  readonly atLeast?: number
}

/**
 * A goal: it has to hold after some step, in some seeds. No run fails for want of it; a sweep does,
 * because what was never reached was never tested.
 *
 * @example
 * sometimes('two workers are down at once', (world) => downOf(world) >= 2, { atLeast: 5 })
 */
export function sometimes(
  name: string,
  predicate: Predicate,
  options: SometimesOptions = {},
): Property {
  return {
    name,
    kind: 'sometimes',
    atLeast: options.atLeast ?? 1,
    start: () => new Sometimes(predicate),
  }
}

class Sometimes implements Watch {
  readonly #predicate: Predicate
  #reached = false

  constructor(predicate: Predicate) {
    this.#predicate = predicate
  }

  step(world: World): undefined {
    if (!this.#reached) this.#reached = this.#predicate(world) === true
  }

  reached(): boolean {
    return this.#reached
  }
}
