import { UsageError, type ValueMode } from '../base/index.ts'
import { lawsOf, type LawChoice, type Property } from '../check/index.ts'
import type { Fault, FaultPlan } from '../faults/index.ts'
import {
  DEFAULT_LIMITS,
  type AmbientOptions,
  type BodyFunction,
  type Delivery,
  type Limits,
} from '../machine/index.ts'
import { systemEnds } from './system-ends.ts'
import { strategyNames, type StrategyName } from './strategies.ts'

/**
 * What is tried: a system, what may go wrong in it, what must hold, and how long to look. The
 * library, vitest and scenario files all end up with one of these.
 */
export interface Experiment {
  /** What failures are stored and shown under. */
  readonly name?: string
  /** The root process: starts the system and drives it. It counts as alive until the run ends. */
  readonly system: BodyFunction<readonly []>
  readonly faults?: readonly Fault[] | FaultPlan
  readonly properties?: readonly Property[]
  /** The laws of OTP: all of them by default, though nobody has asked. */
  readonly laws?: LawChoice
  /** How many seeds are tried; 100 by default. */
  readonly runs?: number
  /** Run k uses the seed `seed.k`. The same seed gives the same runs, for ever. */
  readonly seed?: string
  /** How often each strategy is used, as weights: `{ uniform: 4, priorities: 2, chain: 1 }`. */
  readonly strategies?: Partial<Record<StrategyName, number>>
  /** Each seed switches a random subset of the random faults on. */
  readonly swarm?: boolean
  readonly delivery?: Delivery
  readonly values?: ValueMode
  readonly limits?: Partial<Limits>
  /** Share of the seeds that are run twice to see whether they give the same hash; 0.05 by default. */
  readonly determinism?: number
  /** How many runs shrinking a failure may take; 400 by default. */
  readonly shrinkRuns?: number
  readonly ambient?: AmbientOptions
  /** The property that is known to be violated: of several in one run this one is explained. */
  readonly expected?: string
}

/** An experiment with everything filled in. */
export interface Prepared {
  readonly name: string
  readonly system: BodyFunction<readonly []>
  readonly faults: FaultPlan
  readonly properties: readonly Property[]
  readonly runs: number
  readonly seed: string
  readonly strategies: readonly StrategyName[]
  readonly swarm: boolean
  readonly delivery: Delivery
  readonly values: ValueMode
  readonly limits: Limits
  readonly determinism: number
  readonly shrinkRuns: number
  readonly ambient: AmbientOptions
  readonly expected: string | null
}

/** A sweep's default bounds on one run: enough for a scenario, small enough to try many seeds. */
const RUN_LIMITS: Limits = { ...DEFAULT_LIMITS, steps: 20_000, time: 600_000 }

/**
 * Fills in the defaults and refuses what makes no sense.
 *
 * @throws UsageError for anything that could not be run.
 */
export function prepare(experiment: Experiment): Prepared {
  const { system, runs = 100, determinism = 0.05, shrinkRuns = 400, seed = '0' } = experiment
  if (typeof system !== 'function') throw wrong('system', system, 'a generator function')
  if (!Number.isInteger(runs) || runs < 1) throw wrong('runs', runs, 'a whole number from 1')
  if (!(determinism >= 0 && determinism <= 1)) {
    throw wrong('determinism', determinism, 'a share from 0 to 1')
  }
  const properties = [
    systemEnds,
    ...lawsOf(experiment.laws ?? 'all'),
    ...(experiment.properties ?? []),
  ]
  const names = new Set<string>()
  for (const { name } of properties) {
    if (names.has(name)) {
      throw new UsageError(`two properties are called "${name}"`, {
        code: 'bad_experiment',
        hint: 'give each property a name of its own: failures are stored under it',
      })
    }
    names.add(name)
  }
  return {
    name: experiment.name ?? 'experiment',
    system,
    faults: planOf(experiment.faults ?? []),
    properties,
    runs,
    seed,
    strategies: rotation(experiment.strategies),
    swarm: experiment.swarm ?? false,
    delivery: experiment.delivery ?? 'ordered_pairs',
    values: experiment.values ?? 'freeze',
    limits: { ...RUN_LIMITS, ...experiment.limits },
    determinism,
    shrinkRuns,
    ambient: experiment.ambient ?? {},
    expected: experiment.expected ?? null,
  }
}

/** Faults without a quiet phase strike until the end. */
function planOf(faults: readonly Fault[] | FaultPlan): FaultPlan {
  if ('scripted' in faults) return faults
  return {
    scripted: faults.filter((fault) => 'when' in fault),
    random: faults.filter((fault) => 'rate' in fault),
    quietAfter: { kind: 'never' },
  }
}

/** The strategies in turn, each as often as its weight says. */
function rotation(weights: Experiment['strategies']): readonly StrategyName[] {
  const given = weights ?? { uniform: 4, priorities: 2, chain: 1 }
  const out: StrategyName[] = []
  for (const [name, weight] of Object.entries(given)) {
    if (!strategyNames.includes(name as StrategyName)) {
      throw wrong('strategies', name, `one of ${strategyNames.join(', ')}`)
    }
    if (!Number.isInteger(weight) || weight < 0) {
      throw wrong(`the weight of ${name}`, weight, 'a whole number from 0')
    }
    for (let i = 0; i < weight; i++) out.push(name as StrategyName)
  }
  if (out.length === 0) throw wrong('strategies', weights, 'at least one with a weight above 0')
  return out
}

function wrong(what: string, given: unknown, expected: string): UsageError {
  return new UsageError(`${what} is ${String(given)}; expected ${expected}`, {
    code: 'bad_experiment',
  })
}
