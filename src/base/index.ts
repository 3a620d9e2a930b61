export { canonical } from './canonical.ts'
export {
  DURATION_PATTERN,
  formatDuration,
  hours,
  milliseconds,
  minutes,
  parseDuration,
  seconds,
} from './duration.ts'
export { equal } from './equal.ts'
export { exponentialTicks } from './exponential.ts'
export { format } from './format.ts'
export { globToRegExp, isGlob, pathTest } from './glob.ts'
export { avalanche, decide, hashNumber, hashString, mix, toHex } from './hash.ts'
export { before, Heap, type Ranked } from './heap.ts'
export { InternalError, invariant, unreachable } from './invariant.ts'
export { Queue } from './queue.ts'
export { stream, type Stream } from './random.ts'
export {
  copy,
  describeKind,
  fingerprint,
  inspect,
  isPromise,
  isRecord,
  NotPlain,
  seal,
  sealState,
  type ValueMode,
} from './value.ts'
export { suggest } from './suggest.ts'
export { UsageError, type Problem, type UsageErrorDetails } from './usage-error.ts'
export { VERSION } from './version.ts'
