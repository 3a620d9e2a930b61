import type { World } from '../machine/index.ts'
import type { TraceEvent } from '../record/index.ts'
import type { EventSort } from './property.ts'

/**
 * Knowledge that several properties draw from the same events: who supervises whom, which calls are
 * open. A run has at most one source of each class, told of an event before the watches are.
 */
export interface Source {
  readonly sees: readonly EventSort[]
  /** Answers whether the watches that follow this source should look at it now. */
  event(event: TraceEvent, world: World): boolean
}

/** Hands out the sources of one run. */
export interface Sources {
  /** The run's source of that class; the watch that is being started follows it from now on. */
  of<Made extends Source>(made: new () => Made): Made
}
