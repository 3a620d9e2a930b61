import { mix } from '../base/index.ts'
import type { Ref } from '../record/index.ts'
import { IDLE } from './candidate.ts'
import type { Process } from './process.ts'

/**
 * Something that will happen at a point in virtual time. While it waits it sits in the clock's heap
 * (rank = due time); once due it is a candidate like any other, so that timers due together may be
 * reordered and may race with what else is ready.
 */
export class Timer {
  readonly type = 'fire' as const
  readonly hash: number
  rank: number = NaN
  turn = 0
  since = 0
  slot: number = IDLE
  /** How often it has been started: only the timer of a receive is, more than once. */
  count = 0
  due = 0
  /** Waiting in the clock; false when idle or already due. */
  waiting = false
  readonly purpose: TimerPurpose

  get moment(): number {
    return this.count
  }

  constructor(purpose: TimerPurpose, hash: number) {
    this.purpose = purpose
    this.hash = hash
  }
}

export type TimerPurpose = AfterPurpose | MessagePurpose | WakePurpose

/** `receive … after`: wakes its process with `timeout`. */
export interface AfterPurpose {
  readonly kind: 'after'
  readonly process: Process
}

/** send_after and start_timer: sends a message to a pid, or to whoever has the name by then. */
export interface MessagePurpose {
  readonly kind: 'message'
  readonly ref: Ref
  readonly to: Process | string
  readonly message: unknown
}

/** A fault's own timer: runs `wake` in the machine, touching no process directly. */
export interface WakePurpose {
  readonly kind: 'wake'
  readonly wake: () => void
}

/** The stable name of the timer behind a reference. */
export function timerHash(ref: Ref): number {
  return mix(0x6c62272e, ref.hash)
}
