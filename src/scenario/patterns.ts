import type { Action, Edge, Party, Pattern, Selector, Trigger } from '../faults/index.ts'
import { SECTIONS } from './property.ts'
import type { Scenario } from './scenario.ts'

/** A pattern of a scenario and where it stands, in the words of the file: what `locate` takes. */
export interface PatternPlace {
  readonly pattern: Pattern
  readonly path: readonly (string | number)[]
}

type Path = readonly (string | number)[]

/** Every pattern of a scenario, in the order of the file's sections: all must match something that lives. */
export function patternsOf(scenario: Scenario): readonly PatternPlace[] {
  const { scripted, random } = scenario.faults
  const claims = SECTIONS.flatMap((section) =>
    scenario.properties[section].flatMap(({ claim }, index) =>
      'of' in claim
        ? [{ pattern: claim.of, path: ['properties', section, index, claim.kind] }]
        : [],
    ),
  )
  return [
    ...scripted.flatMap((fault, index) => [
      ...ofTrigger(fault.when, ['faults', 'scripted', index, 'when']),
      ...ofAction(fault.do, ['faults', 'scripted', index, 'do']),
    ]),
    ...random.flatMap((fault, index) => ofAction(fault.do, ['faults', 'random', index])),
    ...claims,
  ]
}

function ofTrigger(trigger: Trigger, path: Path): readonly PatternPlace[] {
  if (trigger.kind === 'phase') return [{ pattern: trigger.of, path: [...path, 'of'] }]
  if (trigger.kind !== 'message') return []
  const { from, to } = trigger
  return [
    ...(from ? [{ pattern: from, path: [...path, 'from'] }] : []),
    ...(to ? [{ pattern: to, path: [...path, 'to'] }] : []),
  ]
}

function ofAction(action: Action, path: Path): readonly PatternPlace[] {
  const here = [...path, action.kind]
  if (!('edge' in action)) return ofSelector(action.whom, here)
  const ends = ofEdge(action.edge, here)
  if (action.kind === 'hold' && action.until.kind === 'dies')
    return [...ends, ...ofSelector(action.until.whom, [...path, 'until', 'dies'])]
  return ends
}

function ofEdge({ from, to }: Edge, path: Path): readonly PatternPlace[] {
  // An edge written as one text has no `from` and `to`: then `locate` gives the place of the whole.
  return [...ofSelector(from, [...path, 'from']), ...ofSelector(to, [...path, 'to'])]
}

function ofSelector(selector: Selector | Party, path: Path): readonly PatternPlace[] {
  return selector.kind === 'event' ? [] : [{ pattern: selector.of, path }]
}
