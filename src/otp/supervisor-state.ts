import type { AnyPid, SupervisorSpec } from '../process/index.ts'
import {
  checkAll,
  isAutoShutdown,
  summaryOf,
  type AutoShutdown,
  type Checked,
  type CheckedSpec,
  type Child,
  type ChildSpec,
} from './child-spec.ts'
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

/** Options that have been checked, with every default filled in. */
export interface CheckedOptions extends Required<SupervisorOptions> {
  readonly children: readonly CheckedSpec[]
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
  readonly template: CheckedSpec | null
  readonly dynamic: DynamicChildren = new Map()
  /** Behaves as OTP 25 where 27 differs. */
  readonly compat: 25 | undefined
  readonly #options: CheckedOptions

  constructor(options: CheckedOptions, compat?: 25) {
    this.compat = compat
    this.#options = options
    this.strategy = options.strategy
    this.autoShutdown = options.autoShutdown
    this.intensity = new RestartIntensity(options.maxRestarts, options.maxSeconds)
    const isSimple = options.strategy === 'simple_one_for_one'
    this.template = isSimple ? options.children[0]! : null
    if (!isSimple) this.children = options.children.map((spec) => ({ spec, pid: undefined }))
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

/**
 * Options with their defaults, or what is wrong with them in OTP's words (supervisor:init_state/4 and
 * init_children/2).
 */
export function checkOptions(
  given: SupervisorOptions,
  compat: 25 | undefined,
): Checked<CheckedOptions> {
  const { strategy = 'one_for_one', maxRestarts = 3, maxSeconds = 5 } = given
  const { autoShutdown = 'never', children = [] } = given
  const options = { strategy, maxRestarts, maxSeconds, autoShutdown, children }
  const flag = wrongFlag(options, compat)
  if (flag !== null) return { error: { supervisor_data: flag } }
  const isOne = Array.isArray(children) && children.length === 1
  if (strategy === 'simple_one_for_one' && !isOne) return { error: { bad_start_spec: children } }
  const checked = checkAll(children, autoShutdown)
  if ('error' in checked) return { error: { start_spec: checked.error } }
  return { ok: { ...options, children: checked.ok } }
}

const STRATEGIES: readonly unknown[] = [
  'one_for_one',
  'one_for_all',
  'rest_for_one',
  'simple_one_for_one',
]

function wrongFlag(options: Required<SupervisorOptions>, compat: 25 | undefined): unknown {
  const { strategy, maxRestarts, maxSeconds, autoShutdown } = options
  if (!STRATEGIES.includes(strategy)) return { invalid_strategy: strategy }
  if (!Number.isInteger(maxRestarts) || maxRestarts < 0) return { invalid_intensity: maxRestarts }
  if (!Number.isInteger(maxSeconds) || maxSeconds <= 0) return { invalid_period: maxSeconds }
  if (!isAutoShutdown(autoShutdown)) return { invalid_auto_shutdown: autoShutdown }
  if (strategy === 'simple_one_for_one' && autoShutdown !== 'never' && compat !== 25) {
    return { bad_combination: [{ auto_shutdown: autoShutdown }, { strategy }] }
  }
  return null
}
