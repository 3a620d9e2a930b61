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

/** The signal that came last; a cell of its own, so that one look-up is all that an arrival costs. */
interface Last {
  signal: number
}

class Fifo implements Watch {
  readonly sees: readonly EventSort[] = ['arrive', 'exit']
  /** For each receiver, by its id: the number of the signal that came last, by sender. Numbers rise as signals are sent. */
  readonly #last: (Map<number, Last> | undefined)[] = []
  #judged = 0

  event(event: TraceEvent): Breach | undefined {
    if (event.kind === 'exit') {
      // What arrives at the dead is of no consequence.
      this.#last[event.pid.id] = undefined
      return undefined
    }
    if (event.kind !== 'arrive' || event.dropped) return undefined
    const { from, to, signal } = event
    this.#judged++
    const senders = (this.#last[to.id] ??= new Map())
    const last = senders.get(from.id)
    if (last === undefined) {
      senders.set(from.id, { signal })
      return undefined
    }
    const before = last.signal
    last.signal = signal
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
}
