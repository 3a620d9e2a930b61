import type { World } from '../machine/index.ts'
import { WHOLE_SYSTEM, type After, type Answer, type Predicate } from './predicate.ts'
import type { Breach, Property, Watch } from './property.ts'

export interface InvariantOptions {
  /** From when on it must hold; from the start by default. */
  readonly after?: After
}

/**
 * What must hold after every step. The predicate answers true, or false, or says what is wrong;
 * undefined, when there is nothing to judge at this moment.
 *
 * @example
 * always('money is conserved', (world) => sumOf(world.stateOf(ledger)) === 300)
 */
export function always(
  name: string,
  predicate: Predicate,
  options: InvariantOptions = {},
): Property {
  const says = (answer: Answer): string | null => {
    if (answer === false) return `Not always: ${name}.`
    return typeof answer === 'string' ? answer : null
  }
  return {
    name,
    kind: 'always',
    start: () => new Invariant(predicate, says, options.after ?? 'start'),
  }
}

/** A predicate that is asked after every step, and what its answers mean. */
export class Invariant implements Watch {
  readonly #predicate: Predicate
  readonly #wrong: (answer: Answer) => string | null
  readonly #after: After
  #quiet = false
  #judged = 0

  constructor(predicate: Predicate, wrong: (answer: Answer) => string | null, after: After) {
    this.#predicate = predicate
    this.#wrong = wrong
    this.#after = after
  }

  quiet(world: World): Breach | undefined {
    this.#quiet = true
    return this.#after === 'quiet' ? this.step(world) : undefined
  }

  step(world: World): Breach | undefined {
    if (!this.#begun(world)) return undefined
    const answer = this.#predicate(world)
    if (answer === undefined) return undefined
    this.#judged++
    const message = this.#wrong(answer)
    return message === null ? undefined : { subject: WHOLE_SYSTEM, message }
  }

  end(world: World): Breach | undefined {
    return this.step(world)
  }

  judged(): number {
    return this.#judged
  }

  #begun(world: World): boolean {
    if (this.#after === 'start') return true
    return this.#after === 'quiet' ? this.#quiet : world.time >= this.#after
  }
}
