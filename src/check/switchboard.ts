import type { Note, SignalKind, TraceEvent } from '../record/index.ts'
import type { EventSort } from './property.ts'

/** Somebody who wants events of some sorts. */
export interface Listener {
  hear(event: TraceEvent): void
}

type Listeners = Listener[]
type OtherKind = Exclude<TraceEvent['kind'], 'send' | 'arrive' | 'note'>

/**
 * Who wants which sort of event. Looked up for every event of a run, hence records of a fixed shape:
 * a new kind of event fails to compile here.
 */
export class Switchboard {
  readonly #sends: Record<SignalKind, Listeners> = signals()
  readonly #arrivals: Record<SignalKind, Listeners> = signals()
  readonly #notes: Record<Note['kind'], Listeners> = {
    supervisor: [],
    call: [],
    return: [],
    reply: [],
    callback: [],
    report: [],
    user: [],
    system_ended: [],
  }
  readonly #others: Record<OtherKind, Listeners> = {
    spawn: [],
    exit: [],
    receive: [],
    link: [],
    unlink: [],
    monitor: [],
    demonitor: [],
    register: [],
    unregister: [],
    timer_started: [],
    timer_cancelled: [],
    timer_fired: [],
    tick: [],
    fault: [],
  }

  /** Those who want this event, in the order in which they asked. */
  listeners(event: TraceEvent): readonly Listener[] {
    switch (event.kind) {
      case 'send':
        return this.#sends[event.type]
      case 'arrive':
        return this.#arrivals[event.type]
      case 'note':
        // Notes come from users' own behaviours, too: of kinds that nobody knows.
        return (this.#notes as Partial<Record<string, Listeners>>)[event.note.kind] ?? NOBODY
      default:
        return this.#others[event.kind]
    }
  }

  /** From now on the listener hears events of these sorts, each event once; of all sorts by default. */
  connect(listener: Listener, sorts: readonly EventSort[] = ALL): void {
    const lists = new Set(sorts.flatMap((sort) => this.#ofSort(sort)))
    for (const list of lists) list.push(listener)
  }

  #ofSort(sort: EventSort): readonly Listeners[] {
    const [kind, type] = sort.split(' ') as [TraceEvent['kind'], string | undefined]
    switch (kind) {
      case 'send':
        return some(this.#sends, type)
      case 'arrive':
        return some(this.#arrivals, type)
      case 'note':
        return some(this.#notes, type)
      default:
        return [this.#others[kind]]
    }
  }
}

const NOBODY: readonly Listener[] = []

const ALL: readonly EventSort[] = [
  'send',
  'arrive',
  'note',
  'spawn',
  'exit',
  'receive',
  'link',
  'unlink',
  'monitor',
  'demonitor',
  'register',
  'unregister',
  'timer_started',
  'timer_cancelled',
  'timer_fired',
  'tick',
  'fault',
]

function signals(): Record<SignalKind, Listeners> {
  return { message: [], exit: [], link: [], unlink: [], monitor: [], down: [], timeout: [] }
}

/** The list of one type, or all of them. */
function some(lists: Record<string, Listeners>, type: string | undefined): readonly Listeners[] {
  return type === undefined ? Object.values(lists) : [lists[type]!]
}
