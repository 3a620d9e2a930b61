import * as v from 'valibot'

import {
  DEFAULTS,
  KNOWN_STRATEGIES,
  STRATEGIES,
  type Budget,
  type Delivery,
  type Expectation,
  type KnownStrategy,
  type Scenario,
  type Search,
  type SystemUnderTest,
} from '../scenario.ts'
import { enumerate, issueOf, mustBe, show } from './complaint.ts'
import { faults } from './fault.ts'
import { closed, either, into, list, oneOf, rule, text, type Schema } from './grammar.ts'
import { properties, type Known } from './property.ts'
import { duration, label, name, term, truth, whole } from './scalar.ts'
import { workload } from './workload.ts'

const MODULE = 'a path such as ./system.ts'

const system: Schema<SystemUnderTest> = into(
  closed('system', { module: name(MODULE), export: v.optional(label), args: v.optional(term) }),
  (given) => ({
    module: given.module,
    export: given.export ?? DEFAULTS.systemExport,
    ...(given.args !== undefined && { args: given.args }),
  }),
)

/** The section `budget`. */
export const budget: Schema<Budget> = into(
  closed('budget', {
    seeds: v.optional(whole(1)),
    steps: v.optional(whole(1)),
    virtual: v.optional(duration(1)),
    processes: v.optional(whole(1)),
    mailbox: v.optional(whole(1)),
  }),
  (given) => ({
    seeds: given.seeds ?? DEFAULTS.seeds,
    steps: given.steps ?? DEFAULTS.steps,
    virtual: given.virtual ?? DEFAULTS.virtual,
    ...(given.processes !== undefined && { processes: given.processes }),
    ...(given.mailbox !== undefined && { mailbox: given.mailbox }),
  }),
)

const isKnown = (strategy: string): strategy is KnownStrategy =>
  (KNOWN_STRATEGIES as readonly string[]).includes(strategy)

/** A strategy that is named in the vocabulary and not built yet. */
function unavailable(strategy: string): Schema<number> {
  const message = `strategy ${strategy} is not available yet; there are ${enumerate(KNOWN_STRATEGIES, 'and')}`
  const check = v.rawCheck<number>(({ addIssue }) => addIssue(issueOf({ message, where: 'key' })))
  return v.pipe(v.number(mustBe('a whole number')), check)
}

const portfolio: Schema<readonly { strategy: KnownStrategy; weight: number }[]> = into(
  rule(
    closed(
      'portfolio',
      Object.fromEntries(
        STRATEGIES.map((strategy) => {
          const weight = isKnown(strategy) ? whole(1) : unavailable(strategy)
          return [strategy, v.optional(weight)] as const
        }),
      ),
    ),
    (given) => [
      Object.keys(given).length === 0 && {
        message: `names no strategy: write ${enumerate(KNOWN_STRATEGIES, 'or')} with a weight`,
      },
    ],
  ),
  (given) =>
    KNOWN_STRATEGIES.flatMap((strategy) => {
      const weight = given[strategy]
      return weight === undefined ? [] : [{ strategy, weight }]
    }),
)

const search: Schema<Search> = into(
  closed('search', { portfolio: v.optional(portfolio), swarm: v.optional(truth) }),
  (given) => ({ portfolio: given.portfolio ?? EVEN, swarm: given.swarm ?? false }),
)

/** Every strategy alike: no one knows beforehand which of them a bug is afraid of. */
const EVEN = KNOWN_STRATEGIES.map((strategy) => ({ strategy, weight: 1 }))

const delivery: Schema<Delivery> = oneOf('delivery', ['ordered_pairs', 'instant'])

const EXPECTED = 'holds or { violated: <property or law> }'
const HOLDS: Expectation = { kind: 'holds' }

/** The section `expect`. */
export const expectation: Schema<Expectation> = either<Expectation>(EXPECTED, {
  text: text<Expectation>(EXPECTED, { enum: ['holds'] }, (given) =>
    given === 'holds'
      ? { value: HOLDS }
      : { message: `${show(given)} is no expectation: write ${EXPECTED}` },
  ),
  mapping: into(closed('expect', { violated: name('the name of a property or law') }), (given) =>
    given.violated === 'any'
      ? { kind: 'violated_any' }
      : { kind: 'violated', name: given.violated },
  ),
})

/** The whole of a scenario file. */
export function scenarioSchema(known: Known): Schema<Scenario> {
  return into(
    closed('a scenario file', {
      scenario: name('text: the title of the scenario'),
      why: v.optional(name()),
      tags: v.optional(list('a list of names', label)),
      system,
      budget: v.optional(budget),
      search: v.optional(search),
      delivery: v.optional(delivery),
      workload: v.optional(workload),
      faults: v.optional(faults),
      properties: v.optional(properties(known)),
      expect: v.optional(expectation),
      pinned: v.optional(list('a list of paths to capsules', name('a path to a capsule'))),
    }),
    (given) => ({
      title: given.scenario,
      ...(given.why !== undefined && { why: given.why }),
      tags: given.tags ?? [],
      system: given.system,
      budget: given.budget ?? v.parse(budget, {}),
      search: given.search ?? { portfolio: EVEN, swarm: false },
      delivery: given.delivery ?? DEFAULTS.delivery,
      workload: given.workload ?? [],
      faults: given.faults ?? v.parse(faults, {}),
      properties: given.properties ?? v.parse(properties(known), {}),
      expect: given.expect ?? HOLDS,
      pinned: given.pinned ?? [],
    }),
  )
}
