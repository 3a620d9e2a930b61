/** The front door: trying systems on many seeds, and the words that processes are written with. */
export { assertHolds, check, PropertyViolated, simulate } from './explore/index.ts'
export type { Counterexample, Experiment, Report, Run } from './explore/index.ts'
export { UsageError } from './base/index.ts'
