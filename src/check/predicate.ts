import type { World } from '../machine/index.ts'

/**
 * What a predicate over the world may answer: true or false, a text that says what is the matter, or
 * undefined when it has nothing to say at this moment, because the process it speaks of is not there.
 */
export type Answer = boolean | string | undefined

/** A statement about the world at one moment. It only looks. */
export type Predicate = (world: World) => Answer

/**
 * From when on a property is judged: the start of the run, the moment from which no fault strikes any
 * more, or a point in virtual time.
 */
export type After = 'start' | 'quiet' | number

/** What is found in no single process. */
export const WHOLE_SYSTEM = 'the system'
