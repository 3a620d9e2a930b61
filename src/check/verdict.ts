import type { CallCounts } from './calls.ts'
import type { PropertyKind, Violation } from './property.ts'

/**
 * What is known of a property after one run, and after many. Plain data, so that it may come from
 * another thread or file; merging does not depend on the order of the runs, except that the failure
 * shown is the first.
 */

/** `unknown`: the property's own code failed, or the run was too short to tell. Never a pass. */
export type Verdict = 'holds' | 'violated' | 'unknown'

/** What one run says of one property. */
export interface Finding {
  readonly property: string
  readonly kind: PropertyKind
  readonly verdict: Verdict
  readonly violation: Violation | null
  /** Why nothing is known. */
  readonly unknown: string | null
  /** Whether a `sometimes` goal was reached; null for all other kinds. */
  readonly reached: boolean | null
  /** How often there was something to judge; null for properties that do not count it. */
  readonly judged: number | null
  /** In how many seeds a `sometimes` goal has to be reached; 0 for all other kinds. */
  readonly atLeast: number
}

/** What one run says of all properties, in their order. */
export interface Judgement {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  /** What has become of all calls; null when no property followed them. */
  readonly calls: CallCounts | null
}

/** The worst of several verdicts: a violation outweighs what is not known, and that a pass. */
export function worst(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = 'holds'
  for (const verdict of verdicts) {
    if (verdict === 'violated') return verdict
    if (verdict === 'unknown') result = verdict
  }
  return result
}

/** What many runs say of one property. */
export interface Tally {
  readonly property: string
  readonly kind: PropertyKind
  readonly runs: number
  readonly violated: number
  readonly unknown: number
  /** In how many runs a `sometimes` goal was reached, and in how many it has to be. */
  readonly reached: number
  readonly atLeast: number
  readonly judged: number | null
  /** The first violation, and the first reason why something is not known. */
  readonly violation: Violation | null
  readonly why: string | null
}

/** The tallies of a single run. */
export function tally(judgement: Pick<Judgement, 'findings'>): readonly Tally[] {
  return judgement.findings.map((finding) => ({
    property: finding.property,
    kind: finding.kind,
    runs: 1,
    violated: finding.verdict === 'violated' ? 1 : 0,
    unknown: finding.verdict === 'unknown' ? 1 : 0,
    reached: finding.reached === true ? 1 : 0,
    atLeast: finding.atLeast,
    judged: finding.judged,
    violation: finding.violation,
    why: finding.unknown,
  }))
}

/** Adds up what two sets of runs of the same properties say. */
export function mergeTallies(a: readonly Tally[], b: readonly Tally[]): readonly Tally[] {
  const others = new Map(b.map((each) => [each.property, each]))
  const known = new Set(a.map((each) => each.property))
  const merged = a.map((each) => {
    const other = others.get(each.property)
    return other === undefined ? each : add(each, other)
  })
  return [...merged, ...b.filter((each) => !known.has(each.property))]
}

function add(a: Tally, b: Tally): Tally {
  return {
    property: a.property,
    kind: a.kind,
    runs: a.runs + b.runs,
    violated: a.violated + b.violated,
    unknown: a.unknown + b.unknown,
    reached: a.reached + b.reached,
    atLeast: a.atLeast,
    judged: a.judged === null || b.judged === null ? null : a.judged + b.judged,
    violation: a.violation ?? b.violation,
    why: a.why ?? b.why,
  }
}

/** The verdict over all runs, and the reason when it is not a pass for reasons of the sweep alone. */
export interface Summary {
  readonly verdict: Verdict
  readonly reason: string | null
}

/**
 * A goal that too few seeds have reached fails the sweep; an invariant that never had anything to
 * judge in any run is no pass either. Laws may well have nothing to judge: not every system has a timer.
 */
export function summarize(of: Tally): Summary {
  if (of.violated > 0) return { verdict: 'violated', reason: of.violation?.message ?? null }
  if (of.unknown > 0) return { verdict: 'unknown', reason: of.why }
  if (of.kind === 'sometimes' && of.reached < of.atLeast) {
    const reason = `reached in ${of.reached} of ${of.runs} runs, wanted in ${of.atLeast}`
    return { verdict: 'violated', reason }
  }
  if (of.judged === 0 && of.kind !== 'law') {
    return { verdict: 'unknown', reason: `there was nothing to judge in ${of.runs} runs` }
  }
  return { verdict: 'holds', reason: null }
}
