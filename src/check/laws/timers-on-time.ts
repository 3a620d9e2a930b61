import type { Ref, TraceEvent } from '../../record/index.ts'
import type { Breach, EventSort, Watch } from '../property.ts'
import { makeLaw, type Law } from './law.ts'

/** Timers of send_after and start_timer; how late they may be nobody promises. */
export const timersOnTime: Law = makeLaw(
  {
    name: 'timers_on_time',
    rule: 'A timer never fires before it is due, fires at most once, and never after it was cancelled.',
    source: 'erlang:send_after/3, start_timer/3, cancel_timer/1',
    story: 'A timer of 100 ms fires after 99.',
  },
  (): Watch => new TimersOnTime(),
)

class TimersOnTime implements Watch {
  readonly sees: readonly EventSort[] = ['timer_started', 'timer_cancelled', 'timer_fired']
  readonly #due = new WeakMap<Ref, number>()
  #judged = 0

  event(event: TraceEvent): Breach | undefined {
    switch (event.kind) {
      case 'timer_started':
        this.#due.set(event.ref, event.due)
        return undefined
      case 'timer_cancelled':
        this.#due.set(event.ref, OVER)
        return undefined
      case 'timer_fired':
        return this.#fired(event.ref, event.time)
      default:
        return undefined
    }
  }

  judged(): number {
    return this.#judged
  }

  #fired(ref: Ref, time: number): Breach | undefined {
    this.#judged++
    const due = this.#due.get(ref)
    this.#due.set(ref, OVER)
    const subject = ref.owner.path
    if (due === undefined)
      return { subject, message: `A timer of ${subject} fired that was never started.` }
    if (due === OVER) {
      return { subject, message: `A timer of ${subject} fired again, or after it was cancelled.` }
    }
    if (time >= due) return undefined
    return {
      subject,
      message: `A timer of ${subject} fired at ${time} ms and was due at ${due} ms.`,
    }
  }
}

/** Due never: it has fired or was cancelled. */
const OVER = Infinity
