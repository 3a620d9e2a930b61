import { Heap } from '../base/index.ts'
import { IDLE } from './candidate.ts'
import type { Timer } from './timer.ts'

/** Virtual time in whole milliseconds, and the timers that wait for it. Never reads a real clock. */
export class Clock {
  now = 0
  readonly #waiting = new Heap<Timer>()
  #turn = 0

  /** The timer that is due first, undefined when none waits. */
  next: Timer | undefined = undefined

  get size(): number {
    return this.#waiting.size
  }

  /** Timers due at the same instant fall due in the order in which they were started. */
  start(timer: Timer, due: number): void {
    timer.due = due
    timer.rank = due
    timer.turn = ++this.#turn
    timer.waiting = true
    this.#waiting.add(timer)
    this.next = this.#waiting.first
  }

  stop(timer: Timer): void {
    if (!timer.waiting) return
    timer.waiting = false
    this.#waiting.remove(timer)
    timer.slot = IDLE
    this.next = this.#waiting.first
  }

  /** Milliseconds from now until the timer is due. */
  left(timer: Timer): number {
    return Math.max(0, timer.due - this.now)
  }
}
