import { canonical } from '../base/index.ts'
import type { TraceEvent } from '../record/index.ts'
import type { Prepared } from './experiment.ts'
import type { Nondeterminism } from './report.ts'
import { runOnce } from './run.ts'
import { strategyNamed, type StrategyName } from './strategies.ts'

/** Whether seed `k` of a sweep is one of those that are run twice: a fixed share, evenly spread. */
export function isGuarded(k: number, share: number): boolean {
  return Math.floor((k + 1) * share) > Math.floor(k * share) || (k === 0 && share > 0)
}

/** Runs a seed twice with all events kept, and finds the first one that differs. */
export function findDivergence(
  prepared: Prepared,
  seed: string,
  strategy: StrategyName,
): Nondeterminism | null {
  const once = (): readonly TraceEvent[] =>
    runOnce(prepared, { seed, strategy: strategyNamed(strategy), record: 'full' }).trace
  const first = once()
  const second = once()
  const at = firstDifference(first, second)
  if (at === null) return null
  return { seed, at, first: first[at] ?? null, second: second[at] ?? null }
}

/** Index of the first event that is not the same in both traces, null when they are equal. */
export function firstDifference(a: readonly TraceEvent[], b: readonly TraceEvent[]): number | null {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (i >= a.length || i >= b.length || canonical(a[i]) !== canonical(b[i])) return i
  }
  return null
}
