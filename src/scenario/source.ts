import type { Role } from '../faults/index.ts'
import type { Behaviour } from './behaviours.ts'
import type { CountedEnd, Section } from './property.ts'
import type { STRATEGIES } from './scenario.ts'
import type { Term } from './term.ts'

/**
 * A scenario as people write it, in YAML or with `defineScenario`: the vocabulary of scenario files,
 * key by key. `Scenario` is what it becomes.
 */
export interface ScenarioSource {
  readonly scenario: string
  readonly why?: string
  readonly tags?: readonly string[]
  readonly system: { readonly module: string; readonly export?: string; readonly args?: Term }
  readonly budget?: {
    readonly seeds?: number
    readonly steps?: number
    readonly virtual?: DurationText
    readonly processes?: number
    readonly mailbox?: number
  }
  readonly search?: {
    readonly portfolio?: { readonly [strategy in (typeof STRATEGIES)[number]]?: number }
    readonly swarm?: boolean
  }
  readonly delivery?: 'ordered_pairs' | 'instant'
  readonly workload?: readonly LoadSource[]
  readonly faults?: {
    readonly scripted?: readonly ScriptedSource[]
    readonly random?: readonly RandomSource[]
    readonly quiet_after?: `${number}%` | DurationText
  }
  readonly properties?: PropertiesSource
  readonly expect?: 'holds' | { readonly violated: string }
  readonly pinned?: readonly string[]
}

/** `250ms`, `30s`, `1.5s`, `10m`, `6h`. */
export type DurationText = `${number}${'ms' | 's' | 'm' | 'h'}`

/** A duration, or a draw from the seed. */
export type DelaySource =
  | DurationText
  | { readonly exponential: DurationText }
  | { readonly uniform: readonly [DurationText, DurationText] }

/** A number, or a bound for one. */
export type ComparisonSource = number | `>= ${number}` | `<= ${number}`

/** A path glob, or filters that must all match; at least one of them. */
export type PatternSource =
  | `/${string}`
  | {
      readonly path?: `/${string}`
      readonly role?: Role
      readonly behaviour?: Behaviour
      readonly life?: ComparisonSource
    }

/** One end of an edge. */
export type PartySource = PatternSource | `$event.${'from' | 'to' | 'process'}`

/** Whom a fault strikes; a bare pattern is all that match. */
export type SelectorSource =
  | PartySource
  | { readonly one_of: PatternSource }
  | { readonly all: PatternSource }
  | { readonly n_of: readonly [number, PatternSource] }

/** `"/app/a -> /app/b"`, or the two ends by name. */
export type EdgeSource = string | { readonly from: PartySource; readonly to: PartySource }

/** An entry of `workload`; `call` and `cast` name `process.request`. */
export type LoadSource = (
  | {
      readonly clients: number
      readonly think?: DelaySource
      readonly times?: number
      readonly start_at?: DurationText
    }
  | { readonly at: DurationText; readonly client: string }
) &
  (
    | {
        readonly call: `${string}.${string}`
        readonly args?: readonly Term[]
        readonly timeout?: DurationText | 'infinity'
      }
    | { readonly cast: `${string}.${string}`; readonly args?: readonly Term[] }
  )

/** When a scripted fault strikes. */
export type TriggerSource =
  | { readonly at: DurationText }
  | (({ readonly sent: string } | { readonly received: string } | { readonly handled: string }) & {
      readonly from?: PatternSource
      readonly to?: PatternSource
      readonly nth?: number
    })
  | {
      readonly phase: 'init' | 'handling' | 'terminate' | 'idle'
      readonly of: PatternSource
      readonly life?: ComparisonSource
      readonly nth?: number
    }
  | { readonly point: string; readonly nth?: number }

/** What a fault does; the first key names it. */
export type ActionSource =
  | { readonly kill: SelectorSource }
  | { readonly exit: SelectorSource; readonly reason: Term }
  | { readonly crash: SelectorSource; readonly error?: Term }
  | { readonly init_fails: SelectorSource; readonly reason?: Term; readonly times?: number }
  | { readonly pause: SelectorSource; readonly for: DurationText }
  | { readonly slow: SelectorSource; readonly by: DurationText; readonly for?: DurationText }
  | { readonly delay: EdgeSource; readonly by: DelaySource; readonly for?: DurationText }
  | { readonly hold: EdgeSource; readonly for: DurationText }
  | { readonly hold: EdgeSource; readonly until: { readonly dies: PartySource } }

/** An entry of `faults.scripted`. */
export interface ScriptedSource {
  readonly name?: string
  readonly when: TriggerSource
  readonly do: ActionSource
  readonly at_most?: number
}

/** An entry of `faults.random`. */
export type RandomSource = ActionSource & {
  readonly name?: string
  readonly rate: `${number}/${number} steps` | `${number}/run`
  readonly at_most?: number
}

/** How many: one of the three. */
export type CountSource =
  | { readonly count?: ComparisonSource }
  | { readonly at_most: number }
  | { readonly at_least: number }

/** How many, where `at_least` counts seeds. */
export type GoalCountSource = { readonly count?: ComparisonSource } | { readonly at_most: number }

/** A statement about the world; the first key names it. `Count` is how its numbers are given. */
export type ClaimSource<Count = CountSource> =
  | ({ readonly mailbox: PatternSource } & Count)
  | ({ readonly alive: PatternSource } & Count)
  | ({ readonly down: PatternSource } & Count)
  | ({ readonly restarts: PatternSource } & Count)
  | ({ readonly calls: CountedEnd } & Count)
  | { readonly registered: string }
  | ({ readonly state: PatternSource; readonly path?: string } & (
      Count | { readonly equals: Term }
    ))

/** What an entry of each section may say beside its claim. */
export interface SectionExtras {
  readonly always: { readonly name?: string; readonly after?: 'quiet' | DurationText }
  readonly never: { readonly name?: string; readonly after?: 'quiet' | DurationText }
  readonly eventually: {
    readonly name?: string
    readonly after?: 'quiet' | DurationText
    readonly within?: DurationText
  }
  readonly sometimes: { readonly name?: string; readonly at_least?: `${number} seed${'' | 's'}` }
}

/** The section `properties`. */
export type PropertiesSource = {
  readonly laws?: 'all' | readonly string[] | { readonly except: readonly string[] }
  readonly module?: { readonly module: string; readonly export?: string }
} & {
  readonly [section in Section]?: readonly (SectionExtras[section] &
    ClaimSource<section extends 'sometimes' ? GoalCountSource : CountSource>)[]
}
