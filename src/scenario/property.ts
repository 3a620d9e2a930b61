import type { CallEnd } from '../check/index.ts'
import type { Comparison, Pattern } from '../faults/index.ts'
import type { Term } from './term.ts'

/** What may become of a call that is still waited for; `lost` is the one that never ends. */
export type CountedEnd = Exclude<CallEnd, 'caller_died'>

/**
 * A statement about the world at one moment. `alive` counts the processes that live then, `down` the
 * paths where one has lived and none does; `restarts` and `calls` count up to that moment. `mailbox`
 * is the longest mailbox of those that match. `state` speaks of every living process that matches in
 * `always` and `eventually`, of any of them in `never` and `sometimes`.
 */
export type Claim =
  | { readonly kind: 'mailbox'; readonly of: Pattern; readonly count: Comparison }
  | { readonly kind: 'alive'; readonly of: Pattern; readonly count: Comparison }
  | { readonly kind: 'down'; readonly of: Pattern; readonly count: Comparison }
  | { readonly kind: 'restarts'; readonly of: Pattern; readonly count: Comparison }
  | { readonly kind: 'calls'; readonly outcome: CountedEnd; readonly count: Comparison }
  | { readonly kind: 'registered'; readonly process: string }
  | {
      readonly kind: 'state'
      readonly of: Pattern
      /** The keys that lead to the part in question; empty for the whole state. */
      readonly path: readonly string[]
      readonly is: { readonly kind: 'equals'; readonly term: Term } | Comparison
    }

/**
 * From when on a property is judged: the start, the quiet phase, or a virtual time. A system has to be
 * started before it can be whole, so an invariant is judged "from the start" from the first moment on
 * at which all is well; one of which that never comes is violated at the end.
 */
export type After =
  | { readonly kind: 'start' }
  | { readonly kind: 'quiet' }
  | { readonly kind: 'time'; readonly at: number }

/** Must hold at every moment (`always`), or at none (`never`). */
export interface Invariant {
  readonly name: string
  readonly claim: Claim
  readonly after: After
}

/** Must hold at some moment, `within` so many milliseconds of `after`, or before the run ends. */
export interface Eventuality {
  readonly name: string
  readonly claim: Claim
  readonly after: After
  readonly within: number | 'run'
}

/** Must have held at some moment in at least so many seeds of the sweep: a goal, not a law. */
export interface Goal {
  readonly name: string
  readonly claim: Claim
  readonly seeds: number
}

/** Which laws of OTP are checked. */
export type LawChoice =
  | { readonly kind: 'all' }
  | { readonly kind: 'only'; readonly names: readonly string[] }
  | { readonly kind: 'except'; readonly names: readonly string[] }

/** What must hold in a scenario. */
export interface PropertyPlan {
  readonly laws: LawChoice
  readonly always: readonly Invariant[]
  readonly never: readonly Invariant[]
  readonly eventually: readonly Eventuality[]
  readonly sometimes: readonly Goal[]
  /** Properties written in TypeScript. */
  readonly module?: { readonly module: string; readonly export: string }
}

/** The four sections of properties, in the order in which they are judged and written. */
export const SECTIONS = ['always', 'never', 'eventually', 'sometimes'] as const

/** One of the four sections of properties. */
export type Section = (typeof SECTIONS)[number]
