import * as v from 'valibot'

import type { Comparison } from '../../faults/index.ts'
import type {
  After,
  Claim,
  Eventuality,
  Goal,
  Invariant,
  LawChoice,
  PropertyPlan,
  Section,
} from '../property.ts'
import { propertyName } from '../property-name.ts'
import { DEFAULTS } from '../scenario.ts'
import { show, type Complaint } from './complaint.ts'
import {
  closed,
  either,
  into,
  list,
  oneOf,
  rule,
  text,
  word,
  words,
  type Schema,
  type Word,
} from './grammar.ts'
import { comparison, duration, label, name, seedCount, term, whole } from './scalar.ts'
import { pattern } from './selector.ts'

/** The names that the rest of the library knows; what is not given is not checked. */
export interface Known {
  readonly laws?: readonly string[]
  /** Names of the properties in the scenario's own module. */
  readonly properties?: readonly string[]
  /** Names of what is judged in every run, whatever the file says. */
  readonly alwaysJudged?: readonly string[]
}

interface Bounds {
  readonly at_most?: number | undefined
  readonly at_least?: number | undefined
}

/** In `sometimes`, `at_least` counts seeds; a word's own lower bound is then written as a comparison. */
function bounds(section: Section, number: Schema<number>): v.ObjectEntries {
  return section === 'sometimes'
    ? { at_most: v.optional(number) }
    : { at_most: v.optional(number), at_least: v.optional(number) }
}

function bound(
  section: Section,
  exact: Comparison | undefined,
  given: Bounds,
): Comparison | undefined {
  if (exact !== undefined) return exact
  if (given.at_most !== undefined) return { kind: 'at_most', value: given.at_most }
  if (given.at_least !== undefined && section !== 'sometimes')
    return { kind: 'at_least', value: given.at_least }
  return undefined
}

/** Of several ways to bound a number one is enough, and two contradict each other sooner or later. */
function atMostOne(section: Section, keys: readonly string[], given: object): readonly Complaint[] {
  const bounding = section === 'sometimes' ? keys.filter((key) => key !== 'at_least') : keys
  const [first, ...others] = bounding.filter((key) => Object.hasOwn(given, key))
  return others.map((other) => ({
    message: `${show(other)} beside ${show(first)}: one bound for one number`,
    at: [other],
    where: 'key',
  }))
}

const COUNTS = ['count', 'at_most', 'at_least'] as const
const ONE: Comparison = { kind: 'at_least', value: 1 }
const outcomes = ['answered', 'timed_out', 'callee_died', 'lost'] as const

type Counted = Bounds & { readonly count?: Comparison | undefined }

/** A word that counts something; without a number it means "at least one". */
function counting<T>(
  section: Section,
  key: 'mailbox' | 'alive' | 'down' | 'restarts' | 'calls',
  subject: Schema<T>,
  read: (subject: T, count: Comparison) => Claim,
): Word<Claim> {
  const entries = {
    [key]: subject,
    count: v.optional(comparison('counts')),
    ...bounds(section, whole(0)),
  }
  const counted = (given: object): Comparison | undefined => {
    const { count, ...rest } = given as Counted
    return bound(section, count, rest)
  }
  return word(
    `a property "${key}"`,
    entries,
    (given) => read((given as Record<string, unknown>)[key] as T, counted(given) ?? ONE),
    (given) => [
      ...atMostOne(section, COUNTS, given),
      key === 'mailbox' &&
        counted(given) === undefined && {
          message: '"mailbox" needs a bound: write at_most: 16 or count: ">= 2"',
        },
    ],
  )
}

const keyPath: Schema<readonly string[]> = text(
  'the keys that lead to a part of the state, such as a.b',
  { pattern: '^[^.\\s]+(\\.[^.\\s]+)*$' },
  (given) =>
    /^[^.\s]+(\.[^.\s]+)*$/.test(given)
      ? { value: given.split('.') }
      : { message: `${show(given)} is no path into a state: write keys with dots between, a.b` },
)

const STATE_BOUNDS = ['equals', 'is', 'at_most', 'at_least'] as const

function state(section: Section): Word<Claim> {
  const number: Schema<number> = v.pipe(v.number('must be a number'), v.finite('must be a number'))
  const entries = {
    state: pattern,
    path: v.optional(keyPath),
    equals: v.optional(term),
    is: v.optional(comparison('any')),
    ...bounds(section, number),
  }
  return word(
    'a property "state"',
    entries,
    (given) => ({
      kind: 'state',
      of: given.state,
      path: given.path ?? [],
      is: bound(section, given.is, given as Bounds) ?? {
        kind: 'equals',
        term: given.equals ?? null,
      },
    }),
    (given) => [
      ...atMostOne(section, STATE_BOUNDS, given),
      !Object.hasOwn(given, 'equals') &&
        bound(section, given.is, given as Bounds) === undefined && {
          message: '"state" says nothing yet: write equals: 5 or is: ">= 5"',
        },
    ],
  )
}

/** Every property word, by the key that names it. */
function claims(section: Section): { readonly [kind in Claim['kind']]: Word<Claim> } {
  return {
    mailbox: counting(section, 'mailbox', pattern, (of, count) => ({ kind: 'mailbox', of, count })),
    alive: counting(section, 'alive', pattern, (of, count) => ({ kind: 'alive', of, count })),
    down: counting(section, 'down', pattern, (of, count) => ({ kind: 'down', of, count })),
    restarts: counting(section, 'restarts', pattern, (of, count) => ({
      kind: 'restarts',
      of,
      count,
    })),
    calls: counting(section, 'calls', oneOf('outcome of a call', outcomes), (outcome, count) => ({
      kind: 'calls',
      outcome,
      count,
    })),
    registered: word('a property "registered"', { registered: label }, ({ registered }) => ({
      kind: 'registered',
      process: registered,
    })),
    state: state(section),
  }
}

const after: Schema<After> = either<After>('quiet, or a duration such as 30s', {
  text: text<After>('quiet, or a duration such as 30s', {}, (given) => {
    if (given === 'quiet') return { value: { kind: 'quiet' } }
    const at = duration()
    const reading = v.safeParse(at, given)
    if (reading.success) return { value: { kind: 'time', at: reading.output } }
    return { message: `${show(given)} is neither quiet nor a duration such as 30s` }
  }),
})

const START: After = { kind: 'start' }
const named = { name: v.optional(name()) }
const ONLY_EVENTUALLY = '"within" belongs to a property under "eventually"'

function invariants(section: 'always' | 'never'): Schema<readonly Invariant[]> {
  const extras = { ...named, after: v.optional(after) }
  const entry = words('property', claims(section), extras, { within: ONLY_EVENTUALLY })
  return list(
    'a list of properties',
    into(entry, ({ said: claim, extras: given }) => {
      const property = { claim, after: given.after ?? START }
      return { name: given.name ?? propertyName(section, property), ...property }
    }),
  )
}

const eventualities: Schema<readonly Eventuality[]> = list(
  'a list of properties',
  into(
    words('property', claims('eventually'), {
      ...named,
      after: v.optional(after),
      within: v.optional(duration(1)),
    }),
    ({ said: claim, extras: given }) => {
      const property = {
        claim,
        after: given.after ?? START,
        within: given.within ?? 'run',
      } as const
      return { name: given.name ?? propertyName('eventually', property), ...property }
    },
  ),
)

const goals: Schema<readonly Goal[]> = list(
  'a list of properties',
  into(
    words(
      'property',
      claims('sometimes'),
      { ...named, at_least: v.optional(seedCount) },
      {
        within: ONLY_EVENTUALLY,
        after: '"after" says nothing of a goal: it counts whenever it holds',
      },
    ),
    ({ said: claim, extras: given }) => {
      const property = { claim, seeds: given.at_least ?? 1 }
      return { name: given.name ?? propertyName('sometimes', property), ...property }
    },
  ),
)

const LAWS = 'all, a list of laws, or { except: [ … ] }'

function laws(known: Known): Schema<LawChoice> {
  const law = known.laws === undefined ? label : oneOf('law', known.laws)
  const names = rule(list('a list of laws', law), (given) =>
    given.map(
      (one, index) =>
        given.indexOf(one) < index && { message: `${show(one)} is listed twice`, at: [index] },
    ),
  )
  return either<LawChoice>(LAWS, {
    text: text<LawChoice>(LAWS, { enum: ['all'] }, (given) =>
      given === 'all'
        ? { value: { kind: 'all' } }
        : { message: `${show(given)} is no choice of laws: write ${LAWS}` },
    ),
    list: into(names, (given) => ({ kind: 'only', names: given })),
    mapping: into(closed('a choice of laws', { except: names }), ({ except }) => ({
      kind: 'except',
      names: except,
    })),
  })
}

const MODULE = { module: name('a path such as ./properties.ts'), export: v.optional(label) }

/** The section `properties`. */
export function properties(known: Known): Schema<PropertyPlan> {
  return into(
    closed('properties', {
      laws: v.optional(laws(known)),
      always: v.optional(invariants('always')),
      never: v.optional(invariants('never')),
      eventually: v.optional(eventualities),
      sometimes: v.optional(goals),
      module: v.optional(closed('a module of properties', MODULE)),
    }),
    (given) => ({
      laws: given.laws ?? { kind: 'all' },
      always: given.always ?? [],
      never: given.never ?? [],
      eventually: given.eventually ?? [],
      sometimes: given.sometimes ?? [],
      ...(given.module && {
        module: {
          module: given.module.module,
          export: given.module.export ?? DEFAULTS.propertiesExport,
        },
      }),
    }),
  )
}
