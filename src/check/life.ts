import type { AnyPid, ChildSummary, Reason, Ref, SupervisorSpec } from '../record/index.ts'
import { isOrderly, nameOf } from '../record/index.ts'

/**
 * What the machine has seen of a supervisor and of each life of its children: plain records that
 * `supervision.ts` keeps up to date and the laws of OTP read. Nothing here rests on what a supervisor
 * says of itself, except which children it undertakes to have and which of them it was asked to end.
 */

/** One process among the children of a supervisor, from its spawning to its end. */
export interface Life {
  readonly pid: AnyPid
  /** The last part of its path. */
  readonly id: string
  readonly supervisor: Supervised
  /** The step of its spawning. */
  readonly step: number
  /** The life of the same child before this one; dropped when the next one begins. */
  previous: Life | null
  /** What the supervisor was busy with when it started it. */
  readonly cause: Cause
  /** The place in start order of the child started before it for the same cause; null for the first. */
  readonly after: number | null
  phase: Phase
  /** The monitor that came with its spawning: it starts in step with its supervisor, as in proc_lib. */
  launch: Ref | null
  /** The supervisor has monitored it later on, as it does before it ends a child. */
  monitored: boolean
  /** The supervisor has taken the link off. */
  unlinked: boolean
  /** The supervisor has sent it an exit signal. */
  signalled: boolean
  /** When it was signalled, a child whose end obliges the supervisor to end this one was dead. */
  excused: boolean
  /** Somebody has asked the supervisor to end it. */
  requested: boolean
  ended: End | null
  /** Its exit signal has reached the supervisor, and the message has been taken. */
  noticed: boolean
  taken: boolean
  /** It has taken some message about its end. */
  heard: boolean
}

/**
 * `starting`: its supervisor waits for its word · `up` · `failed`: it said that it could not start,
 * or ended before it said anything · `ignored`: it said that it was not wanted.
 */
export type Phase = 'starting' | 'up' | 'failed' | 'ignored'

export interface End {
  readonly reason: Reason
  readonly step: number
  readonly time: number
}

/**
 * What a supervisor does things for: the message that it took from its mailbox last. While it starts
 * or ends children it takes others, about those; they are no new cause.
 */
export interface Cause {
  /** `boot`: none yet · `exit`: a child's end · `retry`: its own message to itself · `request`: all else. */
  readonly kind: 'boot' | 'exit' | 'retry' | 'request'
  /** Whose end. */
  readonly life: Life | null
  /** When it was taken, and by when the supervisor acted on it: between the two it read its clock. */
  readonly from: number
  until: number | null
  /** It has led to a start. */
  used: boolean
}

/** A process that has linked children, and says by a note that it supervises them. */
export interface Supervised {
  readonly pid: AnyPid
  /** Whose exit signal ends it; null when it was started without a link. */
  readonly parent: AnyPid | null
  spec: SupervisorSpec | null
  /** Places in the start order. */
  index: ReadonlyMap<string, number>
  /** The latest life of each child; not kept for a simple_one_for_one supervisor. */
  readonly latest: Map<string, Life>
  /** Its living children by pid, in order of their start. */
  readonly living: Map<number, Life>
  /** No child behind this place stands; see `lastStanding`. */
  top: number
  cause: Cause
  /** Causes that count towards the restart intensity, newest first; those out of the period are dropped. */
  attempts: readonly Cause[]
  /** How many children it has told to end without having heard of their end. */
  awaited: number
  /** The child whose word it waits for. */
  starting: Life | null
  /** The place in start order of the latest start for the present cause. */
  lastStart: number | null
  /** Its parent or an operator has told it to end. */
  told: boolean
  /** It has taken an exit signal as a message: only its own doing, or a kill, can end it. */
  traps: boolean
  /** It says that it is ending its children in order to end itself. */
  stopping: boolean
  ended: End | null
}

export function isSimple({ spec }: Supervised): boolean {
  return spec?.strategy === 'simple_one_for_one'
}

export function isGroup({ spec }: Supervised): boolean {
  return spec?.strategy === 'one_for_all' || spec?.strategy === 'rest_for_one'
}

/** The summary of a child; of a simple_one_for_one supervisor all have the template's. */
export function summaryOf({ supervisor, id }: Life): ChildSummary | undefined {
  const { spec, index } = supervisor
  if (spec === null) return undefined
  return spec.children[isSimple(supervisor) ? 0 : (index.get(id) ?? -1)]
}

/** The place in the start order; -1 when it is no child by specification. */
export function placeOf({ supervisor, id }: Life): number {
  return supervisor.index.get(id) ?? -1
}

/** The latest life of the child at a place in the start order. */
export function lifeAt({ spec, latest }: Supervised, place: number): Life | undefined {
  return latest.get(spec?.children[place]?.id ?? '')
}

/** It is there, or on its way up; a child that has failed to start ends by itself and no longer counts. */
export function isStanding(life: Life): boolean {
  return life.ended === null && (life.phase === 'up' || life.phase === 'starting')
}

/** The last child in start order that stands. */
export function lastStanding(supervisor: Supervised): Life | undefined {
  for (; supervisor.top >= 0; supervisor.top--) {
    const life = lifeAt(supervisor, supervisor.top)
    if (life !== undefined && isStanding(life)) return life
  }
  return undefined
}

/** Ended by the supervisor's own doing. */
export function wasAsked(life: Life): boolean {
  return life.signalled || life.unlinked
}

/** It was up and ended without its supervisor's doing. */
export function endedByItself(life: Life): boolean {
  return life.ended !== null && life.phase === 'up' && !wasAsked(life) && !life.monitored
}

/** An end that its supervisor answers by a restart: of a permanent child any, of a transient one an abnormal one. */
export function wantsRestart(life: Life): boolean {
  const kind = summaryOf(life)?.restart
  return kind === 'permanent' || (kind === 'transient' && !isOrderly(life.ended?.reason))
}

/** How a child is called in messages. */
export function called(life: Life): string {
  return nameOf(life.pid)
}
