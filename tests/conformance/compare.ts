// Whether what happened here is what happened on Erlang/OTP.
//
// Results and finals are compared as JSON values, key order aside. Events are compared with a
// pattern: a list in order, in which `{ par: [p, q] }` stands for the events of p and of q, each in
// its own order, arbitrarily interleaved. The patterns that may still match are followed all at
// once, so no order of the branches is tried twice.

import { canonical } from '../../src/base/index.ts'
import type { Case, CaseResult, Event } from './case-file.ts'

export type Pattern = readonly (Event | Par)[]

export interface Par {
  readonly par: readonly Pattern[]
}

/** What differs, in words; nothing when the result is as expected. */
export function differences(expected: Case, actual: CaseResult | Failure): readonly string[] {
  if ('error' in actual) return [`no result: ${actual.error}`]
  const out: string[] = []
  const steps = expected.trace ?? []
  steps.forEach((step, i) => {
    const seen = actual.trace[i] ?? { result: undefined, events: [] }
    const place = `step ${i} ${canonical(expected.script[i])}`
    if (!same(step.result, seen.result)) {
      out.push(`${place}: result ${canonical(seen.result)}, expected ${canonical(step.result)}`)
    }
    if (!matches(step.events, seen.events)) {
      const [here, there] = [canonical(seen.events), canonical(step.events)]
      out.push(`${place}: events\n      ${here}\n    expected\n      ${there}`)
    }
  })
  if (actual.trace.length !== steps.length) {
    out.push(`${actual.trace.length} steps, expected ${steps.length}`)
  }
  if (!same(expected.final, actual.final)) {
    out.push(`final ${canonical(actual.final)}, expected ${canonical(expected.final)}`)
  }
  return out
}

/** A case that could not be carried out to its end. */
export interface Failure {
  readonly name: string | null
  readonly error: string
}

/** Whether the events, in this order, are one of the orders that the pattern allows. */
export function matches(pattern: Pattern, events: readonly Event[]): boolean {
  let rests: readonly Pattern[] = [normal(pattern)]
  for (const event of events) {
    const text = canonical(event)
    rests = distinct(rests.flatMap((rest) => after(rest, text)))
    if (rests.length === 0) return false
  }
  return rests.some((rest) => rest.length === 0)
}

/** What may be left of a pattern in normal form when the event has been seen; several, if several branches began with it. */
function after(pattern: Pattern, event: string): Pattern[] {
  const [head, ...tail] = pattern
  if (head === undefined) return []
  if (!isPar(head)) return canonical(head) === event ? [normal(tail)] : []
  return head.par.flatMap((branch, i) =>
    after(branch, event).map((rest) => normal([{ par: head.par.with(i, rest) }, ...tail])),
  )
}

/** The same pattern, but its head is an event, or a par of two or more branches that are not empty. */
function normal(pattern: Pattern): Pattern {
  const [head, ...tail] = pattern
  if (head === undefined || !isPar(head)) return pattern
  const branches = head.par.map(normal).filter((branch) => branch.length > 0)
  if (branches.length > 1) return [{ par: branches }, ...tail]
  return normal([...(branches[0] ?? []), ...tail])
}

function distinct(patterns: readonly Pattern[]): readonly Pattern[] {
  if (patterns.length < 2) return patterns
  return [...new Map(patterns.map((pattern) => [canonical(pattern), pattern])).values()]
}

function isPar(element: Event | Par): element is Par {
  return !Array.isArray(element)
}

function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}
