import * as v from 'valibot'

import type { Scenario } from './scenario.ts'
import { complaintOf, type PlacedComplaint } from './vocabulary/complaint.ts'
import { consistency } from './vocabulary/consistency.ts'
import { scenarioSchema } from './vocabulary/file.ts'
import type { Known } from './vocabulary/property.ts'

/** What reading plain data as a scenario gives. */
export type Verdict =
  | { readonly kind: 'read'; readonly scenario: Scenario }
  | { readonly kind: 'refused'; readonly complaints: readonly PlacedComplaint[] }

/** Reads plain data as a scenario, or says everything that is wrong with it. */
export function readScenario(source: unknown, known: Known): Verdict {
  const result = v.safeParse(scenarioSchema(known), source)
  const complaints = result.success ? [] : result.issues.map(complaintOf)
  for (const complaint of consistency(source, known)) {
    complaints.push({ ...complaint, at: complaint.at ?? [], where: 'value', missing: false })
  }
  if (!result.success || complaints.length > 0)
    return { kind: 'refused', complaints: distinct(complaints) }
  return { kind: 'read', scenario: result.output }
}

/** Says each thing once: a number is neither whole nor large enough, a key is missing since it is misspelt. */
function distinct(complaints: readonly PlacedComplaint[]): readonly PlacedComplaint[] {
  const seen = new Map(complaints.map((one) => [`${pathText(one.at)}\n${one.message}`, one]))
  const misspelt = new Set(
    complaints
      .filter(({ where, suggestion }) => where === 'key' && suggestion !== undefined)
      .map(({ at, suggestion }) => pathText([...at.slice(0, -1), suggestion!])),
  )
  return [...seen.values()].filter(({ missing, at }) => !missing || !misspelt.has(pathText(at)))
}

/** A path as messages show it: `faults.scripted[0].do.kill`. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`))
    .join('')
}
