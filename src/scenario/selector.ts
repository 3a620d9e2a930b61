import type { Comparison } from './comparison.ts'

/** What a process is to its supervision tree. */
export type Role = 'supervisor' | 'worker'

/** What a process runs. */
export type Behaviour = (typeof BEHAVIOURS)[number]

/** The behaviours that selectors may name; `process` is a bare spawn. */
export const BEHAVIOURS = [
  'gen_server',
  'gen_statem',
  'gen_event',
  'supervisor',
  'dynamic_supervisor',
  'partition_supervisor',
  'task',
  'agent',
  'registry',
  'application',
  'process',
] as const

/**
 * Which processes are meant. `path` is a glob over stable paths: `*` stands for any part of one
 * segment, `**` for any number of segments. Everything given must match; life 0 is the first life.
 */
export interface Pattern {
  readonly path: string
  readonly role?: Role
  readonly behaviour?: Behaviour
  readonly life?: Comparison
}

/**
 * A process of the event that set the fault off: the sender, the receiver, or the process in which
 * the event took place (of `sent` the sender, of `received` and `handled` the receiver).
 */
export interface EventProcess {
  readonly kind: 'event'
  readonly process: 'from' | 'to' | 'process'
}

/** Every process that matches. */
export interface AllOf {
  readonly kind: 'all'
  readonly of: Pattern
}

/** `count` of the processes that match, drawn by decision; all of them when there are no more. */
export interface SomeOf {
  readonly kind: 'some'
  readonly count: number
  readonly of: Pattern
}

/** Whom a fault strikes. */
export type Selector = EventProcess | AllOf | SomeOf

/** One end of an edge: no draw, so that an edge means the same signals from its first to its last. */
export type Party = EventProcess | AllOf

/** The ordered pairs of processes between which signals travel. */
export interface Edge {
  readonly from: Party
  readonly to: Party
}
