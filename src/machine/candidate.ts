import type { Ranked } from '../base/index.ts'
import type { Channel } from './channel.ts'
import type { Process } from './process.ts'
import type { Timer } from './timer.ts'

/**
 * An event that may happen next. Processes, channels and timers are candidates themselves, so that
 * offering one allocates nothing. Its stable name is (`type`, `hash`) and how often it has happened
 * before (`count`).
 */
export interface Candidate extends Ranked {
  readonly type: CandidateType
  readonly hash: number
  /** How many times this candidate has been taken so far. */
  count: number
  /**
   * Where it stands, as decisions name it. Of a process that is not the number of its steps but what
   * it has just done, so that one operation more in its body does not rename all that come after.
   */
  readonly moment: number
  /** Virtual time at which it was offered. */
  since: number
}

export type CandidateType = 'run' | 'deliver' | 'fire'

/** The three kinds, told apart by `type`. */
export type AnyCandidate = Process | Channel | Timer

/** Not offered at present. */
export const IDLE = -1
/** Offered, and not in the heap (where it would have a place). */
export const YOUNG = -2
