import type { Edge, Party, Pattern, Selector } from './selector.ts'
import type { Term } from './term.ts'

/** A length of virtual time: always the same, or drawn anew from the seed. Milliseconds. */
export type Delay =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }

/** Which of the matching events sets a fault off: the n-th of the run (from 1), or every one. */
export type Nth = number | 'every'

/** When a message leaves its sender, is taken from the mailbox, or has been handled by its callback. */
export type MessageEvent = 'sent' | 'received' | 'handled'

/** Where a process is in its life. */
export type Phase = 'init' | 'handling' | 'terminate' | 'idle'

/** When a scripted fault strikes. */
export type Trigger =
  | { readonly kind: 'time'; readonly at: number }
  | {
      readonly kind: 'message'
      readonly event: MessageEvent
      /** The request or message tag, `*` for any. */
      readonly tag: string
      readonly from?: Pattern
      readonly to?: Pattern
      readonly nth: Nth
    }
  | { readonly kind: 'phase'; readonly phase: Phase; readonly of: Pattern; readonly nth: Nth }
  /** A fault point that user code has labelled. */
  | { readonly kind: 'point'; readonly label: string; readonly nth: Nth }

/** What a fault does. Durations are milliseconds; `quiet` is the beginning of the quiet phase. */
export type Action =
  | { readonly kind: 'kill'; readonly whom: Selector }
  | { readonly kind: 'exit'; readonly whom: Selector; readonly reason: Term }
  /** Throws `error` inside the next callback. */
  | { readonly kind: 'crash'; readonly whom: Selector; readonly error: Term }
  /** The next `times` inits at the paths of the selected processes fail. */
  | {
      readonly kind: 'init_fails'
      readonly whom: Selector
      readonly reason: Term
      readonly times: number
    }
  /** Takes no step for that long. */
  | { readonly kind: 'pause'; readonly whom: Selector; readonly for: number }
  /** Each step takes `by` longer. */
  | {
      readonly kind: 'slow'
      readonly whom: Selector
      readonly by: number
      readonly for: number | 'quiet'
    }
  /** Each signal on the edge travels longer, the one that set the fault off included. */
  | {
      readonly kind: 'delay'
      readonly edge: Edge
      readonly by: Delay
      readonly for: number | 'quiet'
    }
  /** No signal on the edge arrives before the hold ends; then all do, in order. */
  | { readonly kind: 'hold'; readonly edge: Edge; readonly until: HoldEnd }

/** When held signals are let go. The quiet phase lets go of all of them. */
export type HoldEnd =
  | { readonly kind: 'after'; readonly duration: number }
  | { readonly kind: 'dies'; readonly whom: Party }

/** How often a fault may strike in one run. */
export type AtMost = number | 'unbounded'

/** A fault with its moment. */
export interface ScriptedFault {
  readonly name?: string
  readonly when: Trigger
  readonly do: Action
  readonly atMost: AtMost
}

/** How often a random fault strikes: `times` in so many `steps` of its victims, or `times` in a run. */
export type Rate =
  | { readonly kind: 'steps'; readonly times: number; readonly steps: number }
  | { readonly kind: 'run'; readonly times: number }

/** A fault whose moments are drawn from the seed. */
export interface RandomFault {
  readonly name?: string
  readonly do: Action
  readonly rate: Rate
  readonly atMost: AtMost
}

/** When faults end and recovery is judged: at a share of the budget of steps, at a time, or never. */
export type QuietAfter =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'time'; readonly at: number }
  | { readonly kind: 'never' }

/** What may go wrong in a scenario. */
export interface FaultPlan {
  readonly scripted: readonly ScriptedFault[]
  readonly random: readonly RandomFault[]
  readonly quietAfter: QuietAfter
}

/** The kinds of fault, in the order in which they are listed to users. */
export const ACTION_KINDS: readonly Action['kind'][] = [
  'kill',
  'exit',
  'crash',
  'init_fails',
  'pause',
  'slow',
  'delay',
  'hold',
]
