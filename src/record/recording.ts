import type { TraceEvent } from './event.ts'

/** How much of a run is kept: every event, the latest ones, or none (the rolling hash is always there). */
export type RecordingMode = 'full' | 'ring' | 'hash'

/** Keeps events as its mode says; `isFull` says that a full recording has reached its capacity. */
export class Recording {
  readonly #mode: RecordingMode
  readonly #capacity: number
  readonly #events: TraceEvent[] = []
  /** Of a ring: where the oldest event is. */
  #oldest = 0

  constructor(mode: RecordingMode, capacity: number) {
    this.#mode = mode
    this.#capacity = capacity
  }

  get isFull(): boolean {
    return this.#mode === 'full' && this.#events.length >= this.#capacity
  }

  push(event: TraceEvent): void {
    if (this.#mode === 'hash') return
    if (this.#events.length < this.#capacity) this.#events.push(event)
    else if (this.#mode === 'ring') {
      this.#events[this.#oldest] = event
      this.#oldest = (this.#oldest + 1) % this.#capacity
    }
  }

  /** What was kept, oldest first. */
  get events(): readonly TraceEvent[] {
    return [...this.#events.slice(this.#oldest), ...this.#events.slice(0, this.#oldest)]
  }
}
