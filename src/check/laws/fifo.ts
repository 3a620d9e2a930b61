import type { TraceEvent } from '../../record/index.ts'
import type { Breach, EventSort, Watch } from '../property.ts'
import { makeLaw, type Law } from './law.ts'

/** The one promise about the order of signals. */
export const fifo: Law = makeLaw(
  {
    name: 'fifo',
    rule: 'Signals from one process to another arrive in the order in which they were sent, each once.',
    source: 'Erlang reference manual, Processes, "Signal Delivery"',
    story: 'a sends 1 and then 2 to b; 2 arrives first.',
  },
  (): Watch => new Fifo(),
)

/** What has arrived at one receiver. */
interface Arrivals {
  /** The sender heard last, and the number of its latest signal: nearly always the next one is its, too. */
  from: number
  signal: number
  /** The latest of all others. */
  others: Map<number, number> | null
}

class Fifo implements Watch {
  readonly sees: readonly EventSort[] = ['arrive', 'exit']
  /** By the receiver's id. */
  readonly #arrivals: (Arrivals | undefined)[] = []
  #judged = 0

  event(event: TraceEvent): Breach | undefined {
    if (event.kind === 'exit') {
      // What arrives at the dead is of no consequence.
      this.#arrivals[event.pid.id] = undefined
      return undefined
    }
    if (event.kind !== 'arrive' || event.dropped) return undefined
    const { from, to, signal } = event
    this.#judged++
    // Numbers rise as signals are sent.
    const before = this.#exchange(to.id, from.id, signal)
    if (before < signal) return undefined
    const what = before === signal ? 'came twice' : 'overtook another'
    return {
      subject: `${from.path} > ${to.path}`,
      message: `A signal from ${from.path} to ${to.path} ${what}.`,
      details: { signal, after: before, type: event.type },
    }
  }

  judged(): number {
    return this.#judged
  }

  /** Puts the latest signal of a pair down; answers the one before it, 0 when there was none. */
  #exchange(to: number, from: number, signal: number): number {
    const arrivals = this.#arrivals[to]
    if (arrivals === undefined) {
      this.#arrivals[to] = { from, signal, others: null }
      return 0
    }
    if (arrivals.from !== from) {
      arrivals.others ??= new Map()
      arrivals.others.set(arrivals.from, arrivals.signal)
      arrivals.from = from
      arrivals.signal = arrivals.others.get(from) ?? 0
    }
    const before = arrivals.signal
    arrivals.signal = signal
    return before
  }
}
