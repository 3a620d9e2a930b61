import type { AnyPid } from '../record/index.ts'
import type { MessageEvent, Phase } from './fault.ts'
import { named, type Where } from './strike.ts'

/** Something that may set a fault off. `process` is where it took place. */
export type Occurrence =
  | {
      readonly kind: 'message'
      readonly event: MessageEvent
      readonly tag: string
      /** Null when it came from outside, or when nobody needs to know. */
      readonly from: AnyPid | null
      readonly to: AnyPid
      readonly process: AnyPid
    }
  | { readonly kind: 'phase'; readonly phase: Phase; readonly process: AnyPid }
  | { readonly kind: 'point'; readonly label: string; readonly process: AnyPid }

/** Where a strike is that an event has set off. */
export type EventWhere = Exclude<Where, { readonly kind: 'step' | 'time' }>

/**
 * The occurrence by its stable name, as the `nth` of its kind. Of who sent a message only `sent`
 * always speaks; `received` and `handled` do when `withSender` says so.
 */
export function whereOf(occurrence: Occurrence, withSender: boolean, nth: number): EventWhere {
  const { process } = occurrence
  switch (occurrence.kind) {
    case 'message': {
      const { event, tag, from, to } = occurrence
      const sender = from === null ? null : named(from)
      const spoken = event === 'sent' || withSender
      return {
        kind: 'message',
        event,
        tag,
        ...(spoken && { from: sender }),
        to: named(to),
        nth,
      }
    }
    case 'phase':
      return { kind: 'phase', phase: occurrence.phase, of: named(process), nth }
    case 'point':
      return { kind: 'point', label: occurrence.label, of: named(process), nth }
  }
}

/** Counts occurrences by name: the n-th `reserve` from the pool to w1. */
export class Counts {
  readonly #counts = new Map<string, number>()

  /** One more of that name; answers how many there have been, this one included. */
  add(occurrence: Occurrence, withSender: boolean): number {
    const key = keyOf(occurrence, withSender)
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    return count
  }
}

/** The name without its number, unique within the run. */
function keyOf(occurrence: Occurrence, withSender: boolean): string {
  switch (occurrence.kind) {
    case 'message': {
      const { event, tag, from, to } = occurrence
      const sender = event === 'sent' || withSender ? (from?.id ?? 0) : ''
      return `${event} ${sender}>${to.id} ${tag}`
    }
    case 'phase':
      return `${occurrence.phase} ${occurrence.process.id}`
    case 'point':
      return `point ${occurrence.process.id} ${occurrence.label}`
  }
}
