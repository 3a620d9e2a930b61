import type { Reason } from '../record/index.ts'
import type { Edge, Party, Pattern, Selector } from './selector.ts'

/**
 * What may go wrong, as plain data: what happens, to whom, when, how often. The shapes are those of
 * the section `faults` in scenario files, so that a file's plan is one of these as it stands.
 */

/** A length of virtual time: always the same, or drawn anew from the seed. Milliseconds. */
export type Delay =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }

/** Which of the matching events sets a fault off: the n-th of the run (from 1), or every one. */
export type Nth = number | 'every'

/** When a message leaves its sender, is taken from the mailbox, or has been handled. */
export type MessageEvent = 'sent' | 'received' | 'handled'

/**
 * Where a process is in its life. `init` and `terminate` are those callbacks, `handling` is every
 * other callback, and `idle` begins when the process waits for whatever message comes next. A bare
 * process has no callbacks: its init is its spawn, its handling the receipt of a message, its
 * terminate its end.
 */
export type Phase = 'init' | 'handling' | 'terminate' | 'idle'

/** When a scripted fault strikes. */
export type Trigger =
  /** At a point in virtual time. */
  | { readonly kind: 'time'; readonly at: number }
  | {
      readonly kind: 'message'
      readonly event: MessageEvent
      /** The request or message tag (see `tagOf`), `*` for any. */
      readonly tag: string
      readonly from?: Pattern
      readonly to?: Pattern
      readonly nth: Nth
    }
  | { readonly kind: 'phase'; readonly phase: Phase; readonly of: Pattern; readonly nth: Nth }
  /** A fault point that user code has labelled with the word `point`. */
  | { readonly kind: 'point'; readonly label: string; readonly nth: Nth }

/** When held signals are let go. The quiet phase lets go of all of them. */
export type HoldEnd =
  | { readonly kind: 'after'; readonly duration: number }
  | { readonly kind: 'dies'; readonly whom: Party }

/** How long something lasts: milliseconds, or until the quiet phase. */
export type Lasting = number | 'quiet'

/** What a fault does. Durations are milliseconds. */
export type Action =
  /** Ends the process as exit(Pid, kill) does. */
  | { readonly kind: 'kill'; readonly whom: Selector }
  /** Sends it an exit signal. */
  | { readonly kind: 'exit'; readonly whom: Selector; readonly reason: Reason }
  /** Raises `error` inside the next callback; a bare process raises it at its next step. */
  | { readonly kind: 'crash'; readonly whom: Selector; readonly error: unknown }
  /** The next `times` inits at the paths of the selected processes fail, with that exit reason. */
  | {
      readonly kind: 'init_fails'
      readonly whom: Selector
      readonly reason: Reason
      readonly times: number
    }
  /** Takes no step for that long. */
  | { readonly kind: 'pause'; readonly whom: Selector; readonly for: number }
  /** Each step takes `by` longer. */
  | { readonly kind: 'slow'; readonly whom: Selector; readonly by: number; readonly for: Lasting }
  /** Each signal on the edge travels longer, the one that has set the fault off included. */
  | { readonly kind: 'delay'; readonly edge: Edge; readonly by: Delay; readonly for: Lasting }
  /** No signal on the edge arrives before the hold ends; then all do, in order. */
  | { readonly kind: 'hold'; readonly edge: Edge; readonly until: HoldEnd }

/** How often a fault may strike in one run. */
export type AtMost = number | 'unbounded'

/** A fault with its moment. */
export interface ScriptedFault {
  readonly name?: string
  readonly when: Trigger
  readonly do: Action
  readonly atMost: AtMost
}

/**
 * How often a random fault strikes: `times` in so many `steps` of its victims (for faults of an edge,
 * of its senders), or at most `times` in a run, at steps that are drawn early in some runs and late
 * in others.
 */
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

/** What may go wrong: scripted faults have a trigger in `when`, random ones a `rate`. */
export type Fault = ScriptedFault | RandomFault

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

/** Whether the fault waits for an event or a time. */
export function isScripted(fault: Fault): fault is ScriptedFault {
  return 'when' in fault
}
