import { format, formatDuration, UsageError } from '../base/index.ts'
import type { LawChoice as WrittenLaws } from '../check/index.ts'
import {
  comparisonText,
  type Action,
  type Comparison,
  type Delay,
  type Edge,
  type FaultPlan,
  type Pattern,
  type Rate,
  type Selector,
  type Trigger,
} from '../faults/index.ts'
import { BEHAVIOURS } from './behaviours.ts'
import type { After, Claim, LawChoice, PropertyPlan, Section } from './property.ts'
import { propertyName } from './property-name.ts'
import { DEFAULTS, type Budget, type Expectation, type Load, type Scenario } from './scenario.ts'
import type { ScenarioSource } from './source.ts'
import { isTerm, type Term } from './term.ts'

type Mapping = { readonly [key: string]: Term }

/**
 * The words of the files for a scenario: what `defineScenario` and `parseScenario` read back to it.
 *
 * @throws UsageError `bad_scenario` for a reason, an error or a behaviour that no file can hold: what
 * the words for faults take in TypeScript is more than that.
 */
export function toSource(scenario: Scenario): ScenarioSource {
  const { system, search, budget, properties, faults } = scenario
  const source = kept({
    scenario: scenario.title,
    why: scenario.why,
    tags: nonEmpty(scenario.tags),
    system: kept({
      module: system.module,
      export: unless(system.export, DEFAULTS.systemExport),
      args: system.args,
    }),
    budget: budgetSource(budget),
    search: {
      portfolio: Object.fromEntries(
        search.portfolio.map(({ strategy, weight }) => [strategy, weight]),
      ),
      swarm: search.swarm,
    },
    delivery: unless(scenario.delivery, DEFAULTS.delivery),
    workload: nonEmpty(scenario.workload.map(loadSource)),
    faults: faultsSource(faults),
    properties: propertiesSource(properties),
    expect: expectationSource(scenario.expect),
    pinned: nonEmpty(scenario.pinned),
  })
  // The vocabulary's types are for people; that this is of them is what the round-trip test says.
  return source as unknown as ScenarioSource
}

/** Leaves out what has nothing to say. */
function kept(given: { readonly [key: string]: Term | undefined }): Mapping {
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, Term] => entry[1] !== undefined),
  )
}

function unless<T>(value: T, silent: T): T | undefined {
  return value === silent ? undefined : value
}

function nonEmpty(items: readonly Term[]): readonly Term[] | undefined {
  return items.length === 0 ? undefined : items
}

function budgetSource({ virtual, ...counts }: Budget): Mapping {
  const { seeds, steps, ...rest } = counts
  return kept({ seeds, steps, virtual: formatDuration(virtual), ...rest })
}

function delaySource(delay: Delay): Term {
  switch (delay.kind) {
    case 'constant':
      return formatDuration(delay.value)
    case 'exponential':
      return { exponential: formatDuration(delay.mean) }
    case 'uniform':
      return { uniform: [formatDuration(delay.min), formatDuration(delay.max)] }
  }
}

function loadSource(load: Load): Mapping {
  const { request } = load
  const target = `${request.to}.${request.request}`
  const asks = kept({
    [request.kind]: target,
    args: nonEmpty(request.args),
    timeout: request.kind === 'call' ? timeoutSource(request.timeout) : undefined,
  })
  if (load.kind === 'at') return { at: formatDuration(load.at), client: load.client, ...asks }
  const idle = load.think.kind === 'constant' && load.think.value === 0
  return kept({
    clients: load.clients,
    ...asks,
    think: idle ? undefined : delaySource(load.think),
    times: unless(load.times, 'unbounded'),
    start_at: load.startAt === 0 ? undefined : formatDuration(load.startAt),
  })
}

function timeoutSource(timeout: number | 'infinity'): string | undefined {
  if (timeout === 'infinity') return timeout
  return timeout === DEFAULTS.timeout ? undefined : formatDuration(timeout)
}

/** Faults may raise whatever TypeScript has; a file holds plain data. */
function termSource(given: unknown): Term {
  if (isTerm(given)) return given
  return unwritable(`${format(given)}, with which a fault ends a process`, 'write plain data')
}

function behaviourSource(behaviour: string): string {
  if (BEHAVIOURS.some((known) => known === behaviour)) return behaviour
  return unwritable(`the behaviour ${format(behaviour)}`, `write one of ${BEHAVIOURS.join(', ')}`)
}

function unwritable(what: string, hint: string): never {
  throw new UsageError(`no file can hold ${what}`, { code: 'bad_scenario', hint })
}

/** A number stands for itself. */
function comparisonSource(comparison: Comparison): number | string {
  return comparison.kind === 'exactly' ? comparison.value : comparisonText(comparison)
}

function patternSource(pattern: Pattern): Term {
  const { path, role, behaviour, life } = pattern
  if (!role && !behaviour && !life) return path
  return kept({
    path: unless(path, '/**'),
    role,
    behaviour: behaviour && behaviourSource(behaviour),
    life: life && comparisonSource(life),
  })
}

function selectorSource(selector: Selector): Term {
  switch (selector.kind) {
    case 'event':
      return `$event.${selector.process}`
    case 'all':
      return patternSource(selector.of)
    case 'some': {
      const of = patternSource(selector.of)
      return selector.count === 1 ? { one_of: of } : { n_of: [selector.count, of] }
    }
  }
}

function edgeSource(edge: Edge): Term {
  const from = selectorSource(edge.from)
  const to = selectorSource(edge.to)
  return typeof from === 'string' && typeof to === 'string' ? `${from} -> ${to}` : { from, to }
}

function triggerSource(trigger: Trigger): Mapping {
  switch (trigger.kind) {
    case 'time':
      return { at: formatDuration(trigger.at) }
    case 'message':
      return kept({
        [trigger.event]: trigger.tag,
        from: trigger.from && patternSource(trigger.from),
        to: trigger.to && patternSource(trigger.to),
        nth: unless(trigger.nth, 'every'),
      })
    case 'phase': {
      const { life, ...of } = trigger.of
      return kept({
        phase: trigger.phase,
        of: patternSource(of),
        life: life && comparisonSource(life),
        nth: unless(trigger.nth, 'every'),
      })
    }
    case 'point':
      return kept({ point: trigger.label, nth: unless(trigger.nth, 'every') })
  }
}

function actionSource(action: Action): Mapping {
  const lasting = (duration: number | 'quiet'): string | undefined =>
    duration === 'quiet' ? undefined : formatDuration(duration)
  switch (action.kind) {
    case 'kill':
      return { kill: selectorSource(action.whom) }
    case 'exit':
      return { exit: selectorSource(action.whom), reason: termSource(action.reason) }
    case 'crash':
      return kept({
        crash: selectorSource(action.whom),
        error: unless(termSource(action.error), DEFAULTS.reason),
      })
    case 'init_fails':
      return kept({
        init_fails: selectorSource(action.whom),
        reason: unless(termSource(action.reason), DEFAULTS.reason),
        times: unless(action.times, 1),
      })
    case 'pause':
      return { pause: selectorSource(action.whom), for: formatDuration(action.for) }
    case 'slow': {
      const by = formatDuration(action.by)
      return kept({ slow: selectorSource(action.whom), by, for: lasting(action.for) })
    }
    case 'delay': {
      const by = delaySource(action.by)
      return kept({ delay: edgeSource(action.edge), by, for: lasting(action.for) })
    }
    case 'hold': {
      const { until } = action
      const end =
        until.kind === 'after'
          ? { for: formatDuration(until.duration) }
          : { until: { dies: selectorSource(until.whom) } }
      return { hold: edgeSource(action.edge), ...end }
    }
  }
}

function rateSource(rate: Rate): string {
  return rate.kind === 'run' ? `${rate.times}/run` : `${rate.times}/${rate.steps} steps`
}

function faultsSource({ scripted, random, quietAfter }: FaultPlan): Mapping | undefined {
  const source = kept({
    scripted: nonEmpty(
      scripted.map((fault) =>
        kept({
          name: fault.name,
          when: triggerSource(fault.when),
          do: actionSource(fault.do),
          at_most: unless(fault.atMost, 'unbounded'),
        }),
      ),
    ),
    random: nonEmpty(
      random.map((fault) =>
        kept({
          name: fault.name,
          ...actionSource(fault.do),
          rate: rateSource(fault.rate),
          at_most: unless(fault.atMost, 'unbounded'),
        }),
      ),
    ),
    quiet_after:
      quietAfter.kind === 'never'
        ? undefined
        : quietAfter.kind === 'percent'
          ? `${quietAfter.percent}%`
          : formatDuration(quietAfter.at),
  })
  return Object.keys(source).length === 0 ? undefined : source
}

function countSource(count: Comparison, ofMailbox: boolean): Mapping {
  if (ofMailbox && count.kind === 'at_most') return { at_most: count.value }
  return { count: comparisonSource(count) }
}

function claimSource(claim: Claim): Mapping {
  switch (claim.kind) {
    case 'registered':
      return { registered: claim.process }
    case 'calls':
      return { calls: claim.outcome, ...countSource(claim.count, false) }
    case 'state':
      return kept({
        state: patternSource(claim.of),
        path: claim.path.length === 0 ? undefined : claim.path.join('.'),
        ...(claim.is.kind === 'equals'
          ? { equals: claim.is.term }
          : { is: comparisonSource(claim.is) }),
      })
    case 'mailbox':
    case 'alive':
    case 'down':
    case 'restarts': {
      const count = countSource(claim.count, claim.kind === 'mailbox')
      return { [claim.kind]: patternSource(claim.of), ...count }
    }
  }
}

function afterSource(after: After): string | undefined {
  if (after.kind === 'start') return undefined
  return after.kind === 'quiet' ? 'quiet' : formatDuration(after.at)
}

interface AnyProperty {
  readonly name: string
  readonly claim: Claim
  readonly after?: After
  readonly within?: number | 'run'
  readonly seeds?: number
}

function sectionSource(
  section: Section,
  properties: readonly AnyProperty[],
): readonly Term[] | undefined {
  return nonEmpty(
    properties.map((property) => {
      const { name, claim, after, within, seeds = 1 } = property
      return kept({
        ...claimSource(claim),
        within: typeof within === 'number' ? formatDuration(within) : undefined,
        after: after && afterSource(after),
        at_least: seeds === 1 ? undefined : `${seeds} seeds`,
        name: unless(name, propertyName(section, property)),
      })
    }),
  )
}

/** What files and the laws' own catalogue write alike. */
export function lawsSource(laws: LawChoice): WrittenLaws {
  switch (laws.kind) {
    case 'all':
      return 'all'
    case 'only':
      return laws.names
    case 'except':
      return { except: laws.names }
  }
}

function propertiesSource(plan: PropertyPlan): Mapping {
  const { module } = plan
  return kept({
    laws: lawsSource(plan.laws),
    always: sectionSource('always', plan.always),
    never: sectionSource('never', plan.never),
    eventually: sectionSource('eventually', plan.eventually),
    sometimes: sectionSource('sometimes', plan.sometimes),
    module:
      module &&
      kept({
        module: module.module,
        export: unless(module.export, DEFAULTS.propertiesExport),
      }),
  })
}

function expectationSource(expect: Expectation): Term {
  switch (expect.kind) {
    case 'holds':
      return 'holds'
    case 'violated':
      return { violated: expect.name }
    case 'violated_any':
      return { violated: 'any' }
  }
}
