import { formatDuration } from '../base/index.ts'
import type { World } from '../machine/index.ts'
import { WHOLE_SYSTEM, type After, type Answer, type Predicate } from './predicate.ts'
import type { Breach, Ending, Property, Undecided, Watch } from './property.ts'

export interface EventuallyOptions {
  /** Milliseconds of virtual time in which it must come about; before the run ends by default. */
  readonly within?: number
  /** Counted from here; from the moment from which no fault strikes any more by default. */
  readonly after?: After
}

/**
 * What must come about in time. While faults go on nothing can be demanded of a system, so the time
 * runs from the beginning of the quiet phase, which in a run without faults is the start. A run that
 * is cut short before the time is over proves nothing: the verdict is then `unknown`.
 *
 * @example
 * eventually('the ledger comes back', (world) => world.isAlive(ledger), { within: seconds(1) })
 */
export function eventually(
  name: string,
  predicate: Predicate,
  options: EventuallyOptions = {},
): Property {
  return { name, kind: 'eventually', start: () => new Eventually(name, predicate, options) }
}

class Eventually implements Watch {
  readonly #name: string
  readonly #predicate: Predicate
  readonly #within: number
  readonly #after: After
  /** Virtual time from which on the time runs; null before that. */
  #from: number | null
  #done = false
  #answer: Answer = undefined

  constructor(name: string, predicate: Predicate, { within, after }: EventuallyOptions) {
    this.#name = name
    this.#predicate = predicate
    this.#within = within ?? Infinity
    this.#after = after ?? 'quiet'
    this.#from = this.#after === 'start' ? 0 : null
  }

  quiet(world: World): undefined {
    if (this.#after !== 'quiet') return
    this.#from = world.time
    this.#look(world)
  }

  step(world: World): Breach | undefined {
    if (this.#done) return undefined
    if (this.#from === null) {
      if (typeof this.#after !== 'number' || world.time < this.#after) return undefined
      // When time jumps, what is seen behind the jump is what held before it.
      this.#from = this.#after
      this.#look(world)
      return this.#overdue(world)
    }
    const late = this.#overdue(world)
    if (late === undefined) this.#look(world)
    return late
  }

  end(world: World, ending: Ending): Breach | Undecided | undefined {
    this.#look(world)
    if (this.#done) return undefined
    if (ending.kind === 'idle') return this.#breach('and nothing can happen any more')
    const isOver = ending.kind === 'time' && this.#within === Infinity && this.#from !== null
    if (isOver) return this.#breach('before the run ended')
    const why =
      this.#from === null
        ? 'its time never began'
        : `the run ended at ${formatDuration(world.time)}`
    return { undecided: `Too early to tell, ${why}: ${this.#name}.` }
  }

  #look(world: World): void {
    if (this.#done) return
    this.#answer = this.#predicate(world)
    this.#done = this.#answer === true
  }

  #overdue(world: World): Breach | undefined {
    if (this.#done || this.#from === null || world.time <= this.#from + this.#within)
      return undefined
    return this.#breach(`within ${formatDuration(this.#within)}${SINCE[kindOf(this.#after)]}`)
  }

  #breach(how: string): Breach {
    const why = typeof this.#answer === 'string' ? `: ${this.#answer}` : ''
    return { subject: WHOLE_SYSTEM, message: `It did not come about ${how}: ${this.#name}${why}.` }
  }
}

const SINCE = { start: '', quiet: ' after the last fault', time: ' of the given time' } as const

function kindOf(after: After): keyof typeof SINCE {
  return typeof after === 'number' ? 'time' : after
}
