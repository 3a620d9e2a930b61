import type { World } from '../machine/index.ts'
import type { Note, SignalKind, TraceEvent } from '../record/index.ts'
import type { Sources } from './source.ts'

/**
 * What must hold of a run. A property is a description that any number of runs may share; `start`
 * makes the watch that follows one of them. Watches keep what they need from event to event, so that
 * an event costs the same at the end of a long run as at its beginning.
 */
export interface Property {
  readonly name: string
  readonly kind: PropertyKind
  /** Of a `sometimes` goal: in how many seeds of a sweep it has to be reached. */
  readonly atLeast?: number
  start(sources: Sources): Watch
}

export type PropertyKind = 'law' | 'always' | 'never' | 'eventually' | 'sometimes' | 'bound'

/**
 * One property following one run. Every method is optional and is called only where it is there; a
 * method that throws makes the property's verdict `unknown`, never `violated`.
 */
export interface Watch {
  /** The sorts of events that `event` is called for; all of them by default. */
  readonly sees?: readonly EventSort[]
  event?(event: TraceEvent, world: World): Breach | undefined
  /** A source that the watch asked for at its start has noticed something. */
  change?(world: World): Breach | undefined
  /** Called after every step of the machine, also after one in which only time has passed. */
  step?(world: World): Breach | undefined
  /** From now on no fault strikes any more. */
  quiet?(world: World): Breach | undefined
  end?(world: World, ending: Ending): Breach | Undecided | undefined
  /** Of a `sometimes` goal: whether this run has reached it. */
  reached?(): boolean
  /** How often there was something to judge: 0 says that a green verdict is empty. */
  judged?(): number
}

/**
 * A sort of event as the trace names it. Sendings and arrivals are told apart by the kind of signal
 * and notes by their kind, because a watch that wants exit signals must not be called for each message.
 */
export type EventSort =
  TraceEvent['kind'] | `${'send' | 'arrive'} ${SignalKind}` | `note ${Note['kind']}`

/** What a watch says when its property does not hold. */
export interface Breach {
  /**
   * What it happened to, by its stable name, so that the same failure is known again in another run:
   * the path of a process, `client-2 > /app/pool/w3 reserve`. No number that anybody else could shift.
   */
  readonly subject: string
  /** One sentence in the user's words. */
  readonly message: string
  readonly details?: unknown
}

/** What a watch says at the end of a run that was too short to tell. */
export interface Undecided {
  readonly undecided: string
}

/** A property that did not hold, and where in the run that was seen. */
export interface Violation extends Breach {
  readonly property: string
  readonly step: number
  /** Virtual milliseconds. */
  readonly time: number
}

/**
 * How a run came to its end. After `idle` nothing could ever have happened any more, so that what
 * has not come about never will; the others have cut the run short.
 */
export interface Ending {
  readonly kind: 'idle' | 'time' | 'limit'
  /** Which limit of the machine was reached. */
  readonly limit?: string
  /** Virtual time since when no fault has struck; null when faults went on until the end. */
  readonly quietSince: number | null
}
