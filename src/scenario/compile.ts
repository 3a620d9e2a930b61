import { copy } from '../base/index.ts'
import type { Property } from '../check/index.ts'
import type { Experiment } from '../explore/index.ts'
import type { Body } from '../process/index.ts'
import { propertiesOf } from './claims.ts'
import type { Budget, Expectation, Scenario, Search } from './scenario.ts'
import { lawsSource } from './to-source.ts'
import { clientsOf, startClients } from './workload.ts'

/** What a scenario's modules export. */
export interface Modules {
  readonly system: SystemFunction
  /** Properties written in TypeScript; none when the scenario names no such module. */
  readonly properties: readonly Property[]
}

/**
 * Starts the system under test; it is given the scenario's `args`, if there are any. What these must
 * be is known to the function alone.
 */
export type SystemFunction = (args: never) => Body<unknown>

/** Makes of a scenario, and of what its modules export, what `check` takes. Nothing is run. */
export function compile(scenario: Scenario, modules: Modules): Experiment {
  const { title, budget, search, delivery, faults, properties, expect } = scenario
  return {
    name: title,
    system: rootOf(scenario, modules.system),
    faults,
    properties: [...propertiesOf(properties, budget.virtual), ...modules.properties],
    laws: lawsSource(properties.laws),
    runs: budget.seeds,
    limits: limitsOf(budget),
    strategies: strategiesOf(search),
    swarm: search.swarm,
    delivery,
    ...expectedOf(expect),
  }
}

/** The root process: the system, then the clients. Its end means that all of them have been started. */
function rootOf({ system, workload }: Scenario, start: SystemFunction): () => Body {
  const { args } = system
  const clients = clientsOf(workload)
  return function* scenario(): Body {
    // A copy, since no run may see what another has done to it.
    yield* start(copy(args) as never)
    yield* startClients(clients)
  }
}

/** What the budget does not say is left to the defaults. */
function limitsOf({
  steps,
  virtual,
  processes,
  mailbox,
}: Budget): NonNullable<Experiment['limits']> {
  return {
    steps,
    time: virtual,
    ...(processes !== undefined && { processes }),
    ...(mailbox !== undefined && { mailbox }),
  }
}

function strategiesOf({ portfolio }: Search): NonNullable<Experiment['strategies']> {
  return Object.fromEntries(portfolio.map(({ strategy, weight }) => [strategy, weight]))
}

/** Of several violations in one run the expected one is to be explained. */
function expectedOf(expect: Expectation): Pick<Experiment, 'expected'> {
  return expect.kind === 'violated' ? { expected: expect.name } : {}
}
