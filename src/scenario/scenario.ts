import type { Delay, FaultPlan } from '../faults/index.ts'
import type { PropertyPlan } from './property.ts'
import type { Term } from './term.ts'

/**
 * A scenario as plain data, in one form however it was written: every default filled in, durations
 * in milliseconds, each choice marked by its `kind`. It may cross a thread or a file as it is.
 */
export interface Scenario {
  readonly title: string
  readonly why?: string
  readonly tags: readonly string[]
  readonly system: SystemUnderTest
  readonly budget: Budget
  readonly search: Search
  readonly delivery: Delivery
  readonly workload: readonly Load[]
  readonly faults: FaultPlan
  readonly properties: PropertyPlan
  readonly expect: Expectation
  /** Capsules that are replayed before anything is searched; paths relative to the scenario's file. */
  readonly pinned: readonly string[]
}

/** The module is relative to the scenario's file; `args` is handed to the export as its one argument. */
export interface SystemUnderTest {
  readonly module: string
  readonly export: string
  readonly args?: Term
}

/** Where a sweep and each of its runs end. What is not given is left to the machine's own limits. */
export interface Budget {
  readonly seeds: number
  readonly steps: number
  /** Virtual time of one run, in milliseconds. */
  readonly virtual: number
  readonly processes?: number
  readonly mailbox?: number
}

/** How schedules are looked for. */
export interface Search {
  readonly portfolio: readonly StrategyShare[]
  /** Whether each seed switches a random subset of the fault kinds on. */
  readonly swarm: boolean
}

/** A strategy and its share of the seeds, relative to the other weights. */
export interface StrategyShare {
  readonly strategy: KnownStrategy
  readonly weight: number
}

/** The strategies that a file may name. */
export const STRATEGIES = ['uniform', 'priorities', 'chain', 'pct'] as const

/** Those of them that can be used today: the one place to edit when another is ready. */
export const KNOWN_STRATEGIES = ['uniform', 'priorities', 'chain'] as const

/** A strategy that can be used today. */
export type KnownStrategy = (typeof KNOWN_STRATEGIES)[number]

/** Whether signals between different pairs may lag (what OTP promises) or arrive at once (one busy node). */
export type Delivery = 'ordered_pairs' | 'instant'

/** What a client asks of the system: of the process registered as `to`, or at the path `to`. */
export type Request =
  | {
      readonly kind: 'call'
      readonly to: string
      readonly request: string
      readonly args: readonly Term[]
      readonly timeout: number | 'infinity'
    }
  | {
      readonly kind: 'cast'
      readonly to: string
      readonly request: string
      readonly args: readonly Term[]
    }

/** Where requests come from. */
export type Load =
  /** So many clients, each of which thinks, asks, waits for the outcome, and begins anew. */
  | {
      readonly kind: 'clients'
      readonly clients: number
      readonly request: Request
      readonly think: Delay
      readonly times: number | 'unbounded'
      readonly startAt: number
    }
  /** One request of one client at one time; a client asks in order, and never twice at once. */
  | {
      readonly kind: 'at'
      readonly at: number
      readonly client: string
      readonly request: Request
    }

/** The verdict that makes the scenario pass: a known bug may be checked in before its fix. */
export type Expectation =
  | { readonly kind: 'holds' }
  | { readonly kind: 'violated'; readonly name: string }
  | { readonly kind: 'violated_any' }

/** What a scenario has that says nothing about it. Numbers are those of a first look: a second or two. */
export const DEFAULTS = {
  systemExport: 'system',
  propertiesExport: 'properties',
  seeds: 500,
  steps: 5000,
  virtual: 600_000,
  /** As in OTP's `gen_server:call/2`. */
  timeout: 5000,
  /** What `crash` throws and `init_fails` gives as its reason. */
  reason: 'injected',
  delivery: 'ordered_pairs',
} as const
