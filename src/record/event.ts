import type { AnyPid, Name, Ref } from './pid.ts'
import type { Reason } from './reason.ts'

/**
 * Everything that can stand in a trace. Each event says when (`step`, `time` in virtual
 * milliseconds) and what; `signal` numbers tie a sending to its arrival and to its receipt.
 */
export interface Moment {
  readonly step: number
  readonly time: number
}

export type Happening =
  | SpawnEvent
  | ExitEvent
  | SendEvent
  | ArriveEvent
  | ReceiveEvent
  | { readonly kind: 'link'; readonly pid: AnyPid; readonly other: AnyPid }
  | { readonly kind: 'unlink'; readonly pid: AnyPid; readonly other: AnyPid }
  | MonitorEvent
  | { readonly kind: 'demonitor'; readonly pid: AnyPid; readonly ref: Ref }
  | { readonly kind: 'register'; readonly pid: AnyPid; readonly name: string }
  | { readonly kind: 'unregister'; readonly pid: AnyPid; readonly name: string }
  | TimerEvent
  | { readonly kind: 'timer_cancelled'; readonly pid: AnyPid; readonly ref: Ref }
  | { readonly kind: 'timer_fired'; readonly pid: AnyPid; readonly ref: Ref }
  | { readonly kind: 'tick'; readonly from: number; readonly early: boolean }
  | NoteEvent
  | FaultEvent

export type TraceEvent = Happening & Moment

export interface SpawnEvent {
  readonly kind: 'spawn'
  readonly pid: AnyPid
  readonly parent: AnyPid | null
  readonly body: string
  readonly link: boolean
}

export interface ExitEvent {
  readonly kind: 'exit'
  readonly pid: AnyPid
  readonly reason: Reason
}

/** What travels: a message, or one of the signals that processes never see as such. */
export type SignalKind = 'message' | 'exit' | 'link' | 'unlink' | 'monitor' | 'down' | 'timeout'

export interface SendEvent {
  readonly kind: 'send'
  readonly signal: number
  readonly type: SignalKind
  readonly from: AnyPid
  readonly to: AnyPid
  readonly content: unknown
}

/** A signal reached its receiver; `dropped` when nobody was there to take it any more. */
export interface ArriveEvent {
  readonly kind: 'arrive'
  readonly signal: number
  readonly type: SignalKind
  readonly from: AnyPid
  readonly to: AnyPid
  readonly content: unknown
  readonly dropped: boolean
}

export interface ReceiveEvent {
  readonly kind: 'receive'
  readonly pid: AnyPid
  readonly signal: number
  readonly message: unknown
}

export interface MonitorEvent {
  readonly kind: 'monitor'
  readonly pid: AnyPid
  readonly target: AnyPid | Name<never>
  readonly ref: Ref
}

export interface TimerEvent {
  readonly kind: 'timer_started'
  readonly pid: AnyPid
  readonly ref: Ref
  readonly due: number
}

/** What a behaviour says of itself: calls, replies, callbacks, reports. Laws never rest on it alone. */
export interface NoteEvent {
  readonly kind: 'note'
  readonly pid: AnyPid
  readonly note: Note
}

export interface FaultEvent {
  readonly kind: 'fault'
  readonly fault: string
  readonly pid: AnyPid | null
  readonly detail: unknown
}

/** The notes that mayday's own behaviours make; users may add kinds of their own under `user`. */
export type Note =
  | { readonly kind: 'supervisor'; readonly spec: SupervisorSpec }
  | {
      readonly kind: 'call'
      readonly ref: Ref
      readonly to: unknown
      readonly request: unknown
      readonly args: readonly unknown[]
    }
  | { readonly kind: 'return'; readonly ref: Ref; readonly outcome: CallOutcome }
  | { readonly kind: 'reply'; readonly ref: Ref; readonly to: AnyPid; readonly value: unknown }
  | { readonly kind: 'callback'; readonly callback: string; readonly tag: string }
  | {
      readonly kind: 'report'
      readonly level: ReportLevel
      readonly report: string
      readonly data: unknown
    }
  | { readonly kind: 'system_ended' }
  | { readonly kind: 'user'; readonly label: string; readonly data: unknown }

/**
 * What a supervisor undertakes to do. The laws hold it to this; whom it has started and stopped they
 * know from the machine (a child's process has the child's id as the last part of its path).
 */
export interface SupervisorSpec {
  readonly strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one' | 'simple_one_for_one'
  readonly intensity: number
  /** Seconds, as OTP counts them. */
  readonly period: number
  readonly autoShutdown: 'never' | 'any_significant' | 'all_significant'
  /** In start order. Of a simple_one_for_one supervisor: the template alone, its id null. */
  readonly children: readonly ChildSummary[]
}

export interface ChildSummary {
  readonly id: string | null
  readonly restart: 'permanent' | 'transient' | 'temporary'
  readonly shutdown: number | 'infinity' | 'brutal_kill'
  readonly type: 'worker' | 'supervisor'
  readonly significant: boolean
}

export type CallOutcome = 'answered' | 'timed_out' | 'callee_died'
export type ReportLevel = 'debug' | 'info' | 'warning' | 'error'
