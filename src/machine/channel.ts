import { mix, Queue } from '../base/index.ts'
import { IDLE } from './candidate.ts'
import type { Process } from './process.ts'

/**
 * The signals under way from one process to another. Within a channel order is kept; between
 * channels nothing is promised. Taking the candidate delivers the oldest signal.
 *
 * Nearly always at most one signal is under way, so the first has a place of its own and the queue
 * is made only when a second comes.
 */
export class Channel {
  readonly type = 'deliver' as const
  readonly hash: number
  rank: number = NaN
  turn = 0
  since = 0
  slot: number = IDLE
  /** How many signals have been delivered: the name of the next one is `from > to # count`. */
  count = 0
  readonly from: Process
  readonly to: Process
  /** A fault holds the channel: nothing is offered until it is lifted. */
  held = false
  size = 0
  #first: unknown = undefined
  #firstId = 0
  #rest: Queue | null = null

  constructor(from: Process, to: Process) {
    this.from = from
    this.to = to
    this.hash = mix(mix(0x3ad8025f, from.hash), to.hash)
  }

  get moment(): number {
    return this.count
  }

  push(item: unknown, id: number): void {
    if (this.size++ === 0) {
      this.#first = item
      this.#firstId = id
    } else (this.#rest ??= new Queue()).push(item, id)
  }

  /** The oldest signal, undefined when there is none. */
  get head(): unknown {
    return this.#first
  }

  get headId(): number {
    return this.#firstId
  }

  /** Drops the oldest signal. */
  shift(): void {
    const rest = this.#rest
    if (--this.size === 0 || rest === null) {
      this.#first = undefined
      return
    }
    this.#firstId = rest.idAt(0)
    this.#first = rest.shift()
  }
}
