import * as v from 'valibot'

import { formatDuration, suggest } from '../../base/index.ts'
import { SECTIONS, type LawChoice, type PropertyPlan } from '../property.ts'
import type { Load } from '../scenario.ts'
import { isMapping } from '../term.ts'
import { show, type Complaint, type PathKey } from './complaint.ts'
import { faults } from './fault.ts'
import { budget, expectation } from './file.ts'
import type { Schema } from './grammar.ts'
import { properties, type Known } from './property.ts'
import { workload } from './workload.ts'

/**
 * Laws between the sections of a file. Each section is read on its own, so that a mistake in one of
 * them does not hide what is wrong between the others.
 */
export function consistency(source: unknown, known: Known): readonly Complaint[] {
  if (!isMapping(source)) return []
  const read = <T>(schema: Schema<T>, key: string): T | undefined => {
    // A section that is not there has its defaults, which an empty one has too.
    const given = Object.hasOwn(source, key) ? source[key] : key === 'workload' ? [] : {}
    const result = v.safeParse(schema, given)
    return result.success ? result.output : undefined
  }
  const limits = read(budget, 'budget')
  const loads = read(workload, 'workload')
  const plan = read(faults, 'faults')
  const wanted = read(properties(known), 'properties')
  const moments: Moment[] = []
  loads?.forEach((load, index) => {
    if (load.kind === 'at') moments.push({ time: load.at, at: ['workload', index, 'at'] })
    else moments.push({ time: load.startAt, at: ['workload', index, 'start_at'] })
  })
  plan?.scripted.forEach(({ when }, index) => {
    const at = ['faults', 'scripted', index, 'when', 'at']
    if (when.kind === 'time') moments.push({ time: when.at, at })
  })
  if (plan?.quietAfter.kind === 'time')
    moments.push({ time: plan.quietAfter.at, at: ['faults', 'quiet_after'] })
  for (const section of ['always', 'never', 'eventually'] as const) {
    wanted?.[section].forEach(({ after }, index) => {
      const at = ['properties', section, index, 'after']
      if (after.kind === 'time') moments.push({ time: after.at, at })
    })
  }
  const complaints: Complaint[] = []
  if (limits !== undefined) complaints.push(...tooLate(moments, limits.virtual))
  if (loads !== undefined) complaints.push(...namesakes(loads))
  if (wanted === undefined) return complaints
  if (plan?.quietAfter.kind === 'never') complaints.push(...noQuiet(wanted))
  if (limits !== undefined) complaints.push(...unreachable(wanted, limits.seeds))
  const names = propertyNames(wanted)
  complaints.push(...repeated(names, known))
  const expected = Object.hasOwn(source, 'expect') ? read(expectation, 'expect') : undefined
  if (expected?.kind === 'violated')
    complaints.push(...notJudged(expected.name, names, wanted, known))
  return complaints
}

interface Moment {
  readonly time: number
  readonly at: readonly PathKey[]
}

/** What would happen after the end of the run never happens. */
function tooLate(moments: readonly Moment[], virtual: number): readonly Complaint[] {
  const end = formatDuration(virtual)
  return moments
    .filter(({ time }) => time >= virtual)
    .map(({ time, at }) => ({
      message: `${formatDuration(time)} never comes: a run ends after ${end} (budget.virtual)`,
      at,
    }))
}

/** A client is known by its path: two of one name would be taken for two lives of one. */
function namesakes(loads: readonly Load[]): readonly Complaint[] {
  const numbered = loads.reduce(
    (sum, load) => sum + (load.kind === 'clients' ? load.clients : 0),
    0,
  )
  return loads.flatMap((load, index) => {
    if (load.kind !== 'at') return []
    const at = ['workload', index, 'client']
    if (load.client.includes('/')) {
      return [{ message: `${show(load.client)} is no name of a client: it has "/"`, at }]
    }
    const number = /^client-([1-9][0-9]*)$/.exec(load.client)?.[1]
    if (number === undefined || Number(number) > numbered) return []
    const message = `${show(load.client)} is one of the ${numbered} numbered clients: give another name`
    return [{ message, at }]
  })
}

/** Recovery can only be judged where faults come to an end. */
function noQuiet(wanted: PropertyPlan): readonly Complaint[] {
  const complaints: Complaint[] = []
  for (const section of ['always', 'never', 'eventually'] as const) {
    wanted[section].forEach(({ after }, index) => {
      if (after.kind !== 'quiet') return
      const message = 'there is no quiet phase: write faults.quiet_after, such as 60%'
      complaints.push({ message, at: ['properties', section, index, 'after'] })
    })
  }
  return complaints
}

/** A goal cannot be reached in more seeds than there are. */
function unreachable(wanted: PropertyPlan, seeds: number): readonly Complaint[] {
  return wanted.sometimes.flatMap((goal, index) => {
    if (goal.seeds <= seeds) return []
    const message = `${goal.seeds} seeds of ${seeds}: the budget has fewer (budget.seeds)`
    return [{ message, at: ['properties', 'sometimes', index, 'at_least'] }]
  })
}

interface Named {
  readonly name: string
  readonly at: readonly PathKey[]
}

function propertyNames(wanted: PropertyPlan): readonly Named[] {
  return SECTIONS.flatMap((section) =>
    wanted[section].map(({ name }, index) => ({ name, at: ['properties', section, index] })),
  )
}

/** Verdicts go by name: no two properties may share one, nor take a law's. */
function repeated(names: readonly Named[], known: Known): readonly Complaint[] {
  const seen = new Map<string, Named>()
  return names.flatMap((named): readonly Complaint[] => {
    const { name, at } = named
    if (name === 'any') return [{ message: '"any" means every property: give another name', at }]
    if (known.laws?.includes(name)) return [{ message: `${show(name)} is the name of a law`, at }]
    if (!seen.has(name)) {
      seen.set(name, named)
      return []
    }
    return [{ message: `a second property called ${show(name)}: give it a name of its own`, at }]
  })
}

/** A verdict can only be expected of what is judged. */
function notJudged(
  expected: string,
  names: readonly Named[],
  wanted: PropertyPlan,
  known: Known,
): readonly Complaint[] {
  const at = ['expect', 'violated']
  if (known.laws?.includes(expected)) {
    if (isChosen(wanted.laws, expected)) return []
    return [{ message: `the law ${show(expected)} is not checked here: see properties.laws`, at }]
  }
  const fromModule = wanted.module !== undefined && known.properties === undefined
  if (known.laws === undefined || fromModule || known.alwaysJudged?.includes(expected)) return []
  const all = [...names.map(({ name }) => name), ...(known.properties ?? [])]
  if (all.includes(expected)) return []
  const suggestion = suggest(expected, [...all, ...known.laws])
  const message = `${show(expected)} is neither a property of this file nor a law`
  return [suggestion === undefined ? { message, at } : { message, at, suggestion }]
}

function isChosen(laws: LawChoice, law: string): boolean {
  return laws.kind === 'all' || laws.names.includes(law) === (laws.kind === 'only')
}
