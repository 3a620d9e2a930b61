import fc from 'fast-check'

import { formatDuration } from '../../src/base/duration.ts'
import type {
  ActionSource,
  ComparisonSource,
  DelaySource,
  DurationText,
  LoadSource,
  PatternSource,
  ScenarioSource,
  ScriptedSource,
  Term,
} from '../../src/scenario/index.ts'
import { BEHAVIOURS } from '../../src/scenario/index.ts'

// Scenarios of every shape, as their authors would write them.

const optional = <T>(given: Record<string, fc.Arbitrary<unknown>>, required: readonly string[]) =>
  fc.record(given, { requiredKeys: [...required] }) as fc.Arbitrary<unknown> as fc.Arbitrary<T>

const duration = fc.integer({ min: 1, max: 59_000 }).map((ms) => formatDuration(ms) as DurationText)
const count = fc.integer({ min: 1, max: 50 })
const title = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== '')
const word = fc.stringMatching(/^[a-z][a-z_0-9]{0,8}$/)

const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary' }).filter((text) => !/\p{Surrogate}/u.test(text)),
  fc.constantFrom(
    'true',
    'null',
    '1e3',
    '~',
    '- a',
    '>= 1',
    '*',
    '',
    ' x',
    'a: b',
    '#',
    '\n\n',
    '0x1f',
  ),
)
const term: fc.Arbitrary<Term> = fc.oneof(
  { maxDepth: 2 },
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc
    .dictionary(fc.oneof(word, title), leaf, { maxKeys: 3, noNullPrototype: true })
    .filter(
      (given) =>
        !['__proto__', 'constructor', 'prototype'].some((key) => Object.hasOwn(given, key)),
    ),
)

const path = fc
  .array(fc.oneof(word, fc.constantFrom('*', '**', 'w*', 'task#3')), { minLength: 1, maxLength: 3 })
  .map((segments) => `/${segments.join('/')}` as const)
const comparison: fc.Arbitrary<ComparisonSource> = fc.oneof(
  count,
  count.map((n) => `>= ${n}` as const),
  count.map((n) => `<= ${n}` as const),
)
const pattern: fc.Arbitrary<PatternSource> = fc.oneof(
  path,
  optional<PatternSource>(
    {
      path,
      role: fc.constantFrom('supervisor', 'worker'),
      behaviour: fc.constantFrom(...BEHAVIOURS),
      life: comparison,
    },
    [],
  ).filter((given) => Object.keys(given).length > 0),
)
const quantified = fc.oneof(
  pattern.map((one_of) => ({ one_of })),
  pattern.map((all) => ({ all })),
  fc.tuple(count, pattern).map((n_of) => ({ n_of })),
)

const delay: fc.Arbitrary<DelaySource> = fc.oneof(
  duration,
  duration.map((exponential) => ({ exponential })),
  fc
    .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 9999 }))
    .map(([min, more]) => ({ uniform: [`${min}ms`, `${min + more}ms`] as const })),
)

function action(events: readonly string[]): fc.Arbitrary<ActionSource> {
  const event = events.map((name) => fc.constant(name))
  const whom = fc.oneof(pattern, quantified, ...event)
  const party = fc.oneof(pattern, ...event)
  const edge = fc.oneof(
    fc.record({ from: party, to: party }, { noNullPrototype: true }),
    fc.tuple(path, path).map(([from, to]) => `${from} -> ${to}`),
  )
  return fc.oneof(
    optional<ActionSource>({ kill: whom }, ['kill']),
    optional<ActionSource>({ exit: whom, reason: term }, ['exit', 'reason']),
    optional<ActionSource>({ crash: whom, error: term }, ['crash']),
    optional<ActionSource>({ init_fails: whom, reason: term, times: count }, ['init_fails']),
    optional<ActionSource>({ pause: whom, for: duration }, ['pause', 'for']),
    optional<ActionSource>({ slow: whom, by: duration, for: duration }, ['slow', 'by']),
    optional<ActionSource>({ delay: edge, by: delay, for: duration }, ['delay', 'by']),
    optional<ActionSource>({ hold: edge, for: duration }, ['hold', 'for']),
    optional<ActionSource>({ hold: edge, until: party.map((dies) => ({ dies })) }, [
      'hold',
      'until',
    ]),
  )
}

function scripted(
  when: fc.Arbitrary<unknown>,
  events: readonly string[],
): fc.Arbitrary<ScriptedSource> {
  return optional({ name: title, when, do: action(events) }, ['when', 'do'])
}

const message = fc
  .constantFrom('sent', 'received', 'handled')
  .chain((event) => optional({ [event]: word, from: pattern, to: pattern, nth: count }, [event]))
const phase = optional(
  {
    phase: fc.constantFrom('init', 'handling', 'terminate', 'idle'),
    of: path,
    life: comparison,
    nth: count,
  },
  ['phase', 'of'],
)
const fault = fc.oneof(
  scripted(optional({ at: duration }, ['at']), []),
  scripted(message, ['$event.from', '$event.to', '$event.process']),
  scripted(phase, ['$event.process']),
  scripted(optional({ point: word, nth: count }, ['point']), ['$event.process']),
)
const random = fc
  .tuple(
    action([]),
    fc.oneof(
      count.map((n) => `1/${n} steps`),
      count.map((n) => `${n}/run`),
    ),
    fc.option(count, { nil: undefined }),
  )
  .map(([said, rate, most]) => ({ ...said, rate, ...(most && { at_most: most }) }))

const request = fc.oneof(
  optional<object>(
    {
      call: fc.constantFrom('pool.checkout', '/app/pool.checkout'),
      args: fc.array(term, { maxLength: 2 }),
      timeout: fc.oneof(duration, fc.constant('infinity')),
    },
    ['call'],
  ),
  optional<object>({ cast: fc.constant('pool.checkin'), args: fc.array(term, { maxLength: 2 }) }, [
    'cast',
  ]),
)
const load = fc
  .tuple(
    fc.oneof(
      optional<object>({ clients: count, think: delay, times: count, start_at: duration }, [
        'clients',
      ]),
      optional<object>({ at: duration, client: word }, ['at', 'client']),
    ),
    request,
  )
  .map(([who, what]) => ({ ...who, ...what }) as LoadSource)

const bounds = fc.oneof(
  comparison.map((given) => ({ count: given })),
  count.map((at_most) => ({ at_most })),
)
const claim = fc.oneof(
  fc
    .constantFrom('mailbox', 'alive', 'down', 'restarts')
    .chain((key) => fc.tuple(pattern, bounds).map(([of, bound]) => ({ [key]: of, ...bound }))),
  fc
    .tuple(fc.constantFrom('answered', 'timed_out', 'callee_died', 'lost'), bounds)
    .map(([calls, bound]) => ({ calls, ...bound })),
  word.map((registered) => ({ registered })),
  optional<object>({ state: pattern, path: fc.constant('a.b'), equals: term }, ['state', 'equals']),
  optional<object>({ state: pattern, is: comparison }, ['state', 'is']),
)

/** One section; the names keep two properties that say the same apart. */
function section(of: string, extras: Record<string, fc.Arbitrary<unknown>>) {
  const entry = fc.tuple(claim, optional<object>(extras, []), fc.boolean())
  return fc.array(entry, { maxLength: 3 }).map((entries) =>
    entries.map(([said, more, named], index) => {
      const name = named || index > 0 ? { name: `${of} ${index}` } : {}
      return { ...said, ...more, ...name }
    }),
  )
}
const after = fc.oneof(fc.constant('quiet'), duration)
const laws = fc.uniqueArray(fc.constantFrom('restart_order', 'no_orphans'))
// What `expect` names must be among the laws that are checked.
const chosen = laws.map((names) => [...names, 'every_call_settles'])

const properties = optional<object>(
  {
    laws: fc.oneof(
      fc.constant('all'),
      chosen,
      laws.map((except) => ({ except })),
    ),
    always: section('always', { after }),
    never: section('never', { after }),
    eventually: section('eventually', { after, within: duration }),
    sometimes: section('sometimes', { at_least: count.map((n) => `${n} seeds`) }),
    module: optional({ module: title, export: word }, ['module']),
  },
  [],
)

/** Any scenario that makes sense. */
export const scenarioSource: fc.Arbitrary<ScenarioSource> = optional<ScenarioSource>(
  {
    scenario: title,
    why: title,
    tags: fc.array(word, { maxLength: 2 }),
    system: optional({ module: title, export: word, args: term }, ['module']),
    budget: optional(
      { seeds: count.map((n) => n + 50), steps: count, processes: count, mailbox: count },
      [],
    ),
    search: optional(
      {
        portfolio: optional<object>({ uniform: count, priorities: count, chain: count }, []).filter(
          (given) => Object.keys(given).length > 0,
        ),
        swarm: fc.boolean(),
      },
      [],
    ),
    delivery: fc.constantFrom('ordered_pairs', 'instant'),
    workload: fc.array(load, { maxLength: 3 }),
    faults: optional(
      {
        scripted: fc.array(fault, { maxLength: 3 }),
        random: fc.array(random, { maxLength: 3 }),
        quiet_after: fc.oneof(
          fc.integer({ min: 1, max: 99 }).map((n) => `${n}%`),
          duration,
        ),
      },
      ['quiet_after'],
    ),
    properties,
    expect: fc.constantFrom('holds', { violated: 'every_call_settles' }, { violated: 'any' }),
    pinned: fc.array(title, { maxLength: 2 }),
  },
  ['scenario', 'system', 'faults'],
)
