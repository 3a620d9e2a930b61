import type { AnyPid, SupervisorSpec } from '../process/index.ts'
import { summaryOf, wrongWith, type AutoShutdown, type Child, type ChildSpec } from './child-spec.ts'
import { RestartIntensity } from './restart-intensity.ts'

export type Strategy = 'one_for_one' | 'one_for_all' | 'rest_for_one' | 'simple_one_for_one'

/** What a supervisor is made of: Elixir's option names, and Elixir's 3 restarts in 5 seconds. */
export interface SupervisorOptions {
  /** `one_for_one` by default. */
  readonly strategy?: Strategy
  readonly maxRestarts?: number
  readonly maxSeconds?: number
  readonly autoShutdown?: AutoShutdown
  /** In start order; of a simple_one_for_one supervisor exactly one, the template. */
  readonly children?: readonly ChildSpec[]
}

/** A dynamic child of a simple_one_for_one supervisor. */
export interface DynamicChild {
  readonly args: readonly unknown[]
  restarting: boolean
}

/**
 * By pid. Only under `compat: 25` there can be one without: what a restart that answered `ignore`
 * leaves behind in OTP 25 (from 26 on the child is forgotten).
 */
export type DynamicChildren = Map<AnyPid | undefined, DynamicChild>

/** A supervisor's children and flags. A class, since it lives as long as its process and changes in place. */
export class SupervisorState {
  readonly strategy: Strategy
  readonly autoShutdown: AutoShutdown
  readonly intensity: RestartIntensity
  /** In start order. */
  children: Child[] = []
  /** Template and children of a simple_one_for_one supervisor. */
  readonly template: ChildSpec | null
  readonly dynamic: DynamicChildren = new Map()
  /** Behaves as OTP 25 where 27 differs. */
  readonly compat: 25 | undefined
  readonly #options: Required<SupervisorOptions>

  constructor(options: Required<SupervisorOptions>, compat?: 25) {
    this.compat = compat
    this.#options = options
    this.strategy = options.strategy
    this.autoShutdown = options.autoShutdown
    this.intensity = new RestartIntensity(options.maxRestarts, options.maxSeconds)
    this.template = options.strategy === 'simple_one_for_one' ? options.children[0]! : null
  }

  byId(id: unknown): Child | undefined {
    return this.children.find((child) => child.spec.id === id)
  }

  byPid(pid: AnyPid): Child | undefined {
    return this.children.find((child) => child.pid === pid)
  }

  remove(child: Child): void {
    this.children = this.children.filter((each) => each !== child)
  }

  /** A child that is over: temporary ones are forgotten, the others keep their place. */
  retire(child: Child): void {
    child.pid = undefined
    if (child.spec.restart === 'temporary') this.remove(child)
  }

  /** What the laws hold it to. */
  get summary(): SupervisorSpec {
    const { strategy, maxRestarts, maxSeconds, autoShutdown } = this.#options
    return {
      strategy,
      intensity: maxRestarts,
      period: maxSeconds,
      autoShutdown,
      children:
        this.template === null
          ? this.children.map((child) => summaryOf(child.spec))
          : [summaryOf(this.template, null)],
    }
  }
}

/** Options with their defaults, or what is wrong with them in OTP's words (supervisor:init_state/4, check_startspec/2). */
export function checkOptions(
  given: SupervisorOptions,
): { readonly options: Required<SupervisorOptions> } | { readonly error: unknown } {
  const options: Required<SupervisorOptions> = {
    strategy: given.strategy ?? 'one_for_one',
    maxRestarts: given.maxRestarts ?? 3,
    maxSeconds: given.maxSeconds ?? 5,
    autoShutdown: given.autoShutdown ?? 'never',
    children: given.children ?? [],
  }
  const flag = wrongFlag(options)
  if (flag !== null) return { error: { supervisor_data: flag } }
  if (options.strategy === 'simple_one_for_one' && options.children.length !== 1) {
    return { error: { bad_start_spec: options.children.map((spec) => spec.id) } }
  }
  const seen = new Set<string>()
  for (const spec of options.children) {
    const wrong = wrongWith(spec, options.autoShutdown)
    if (wrong !== null) return { error: { start_spec: wrong } }
    if (seen.has(spec.id)) return { error: { start_spec: { duplicate_child_name: spec.id } } }
    seen.add(spec.id)
  }
  return { options }
}

const STRATEGIES: readonly unknown[] = [
  'one_for_one',
  'one_for_all',
  'rest_for_one',
  'simple_one_for_one',
]
const AUTO_SHUTDOWNS: readonly unknown[] = ['never', 'any_significant', 'all_significant']

function wrongFlag(options: Required<SupervisorOptions>): unknown {
  const { strategy, maxRestarts, maxSeconds, autoShutdown } = options
  if (!STRATEGIES.includes(strategy)) return { invalid_strategy: strategy }
  if (!Number.isInteger(maxRestarts) || maxRestarts < 0) return { invalid_intensity: maxRestarts }
  if (!Number.isInteger(maxSeconds) || maxSeconds <= 0) return { invalid_period: maxSeconds }
  if (!AUTO_SHUTDOWNS.includes(autoShutdown)) return { invalid_auto_shutdown: autoShutdown }
  return null
}
