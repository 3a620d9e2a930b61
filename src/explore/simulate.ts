import { prepare, type Experiment } from './experiment.ts'
import type { RecordingMode } from '../record/index.ts'
import { runOnce, type Run } from './run.ts'
import { strategyNamed, type StrategyName } from './strategies.ts'

export interface SimulateOptions {
  /** By default the experiment's own seed. */
  readonly seed?: string
  readonly strategy?: StrategyName
  /** `full` by default: every event, up to the limit `trace`; `ring`: the latest so many. */
  readonly record?: RecordingMode
}

/**
 * Makes a single run of an experiment, its events kept.
 *
 * @throws UsageError when the experiment makes no sense.
 * @example
 * const run = simulate({ system }, { seed: '42.7' })
 */
export function simulate(experiment: Experiment, options: SimulateOptions = {}): Run {
  const prepared = prepare(experiment)
  const { seed = prepared.seed, strategy = prepared.strategies[0]!, record = 'full' } = options
  return runOnce(prepared, { seed, strategy: strategyNamed(strategy), record })
}
