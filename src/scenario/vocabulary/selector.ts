import * as v from 'valibot'

import { suggest } from '../../base/index.ts'
import type { AllOf, Edge, EventProcess, Party, Pattern, Selector } from '../../faults/index.ts'
import { BEHAVIOURS } from '../behaviours.ts'
import { isMapping } from '../term.ts'
import { mustBe, show, type Complaint } from './complaint.ts'
import {
  choice,
  closed,
  dispatch,
  either,
  into,
  oneOf,
  rule,
  text,
  type Reading,
  type Schema,
} from './grammar.ts'
import { comparison, whole } from './scalar.ts'

const GLOB = '^(/[^/\\s]+)+$'
const EVENT_WORDS = ['$event.from', '$event.to', '$event.process'] as const

function readGlob(given: string): Reading<string> {
  const message = `${show(given)} is no path`
  if (given.startsWith('$event')) {
    return { message: `${show(given)} is a single process; here a path such as /app/* is needed` }
  }
  if (!given.startsWith('/')) {
    const hint = `${message}: paths start with "/"`
    return /^[\w*][^\s]*$/.test(given)
      ? { message: hint, suggestion: `/${given}` }
      : { message: hint }
  }
  if (/\s/.test(given)) return { message: `${message}: it has blanks` }
  const segments = given.slice(1).split('/')
  if (segments.includes('')) return { message: `${message}: between two "/" stands a name` }
  if (segments.some((segment) => segment.includes('**') && segment !== '**'))
    return { message: `${message}: "**" stands alone between two "/"` }
  return { value: given }
}

const glob: Schema<string> = text('a path such as /app/pool/*', { pattern: GLOB }, readGlob)

const PATTERN_KEYS = ['path', 'role', 'behaviour', 'life'] as const

const filters: Schema<Pattern> = into(
  rule(
    closed('a selector', {
      path: v.optional(glob),
      role: v.optional(oneOf('role', ['supervisor', 'worker'])),
      behaviour: v.optional(oneOf('behaviour', BEHAVIOURS)),
      life: v.optional(comparison('counts')),
    }),
    (given) => [
      Object.keys(given).length === 0 && {
        message: 'selects nothing in particular: write path, role, behaviour or life',
      },
    ],
  ),
  ({ path, role, behaviour, life }) => ({
    path: path ?? '/**',
    ...(role && { role }),
    ...(behaviour && { behaviour }),
    ...(life && { life }),
  }),
)

/** Which processes are meant: no draw, and nothing that depends on an event. */
export const pattern: Schema<Pattern> = either<Pattern>('a path such as /app/pool/*', {
  text: into(glob, (path) => ({ path })),
  mapping: filters,
})

const all = (of: Pattern): AllOf => ({ kind: 'all', of })

/** Text may name a process of the event; what is not `$event.…` is a path. */
function readParty(given: string): Reading<Party> {
  if (!given.startsWith('$')) {
    const path = readGlob(given)
    return 'value' in path ? { value: all({ path: path.value }) } : path
  }
  const process = (['from', 'to', 'process'] as const).find((end) => given === `$event.${end}`)
  if (process !== undefined) return { value: { kind: 'event', process } satisfies EventProcess }
  const message = `${show(given)} is no process of the event`
  const suggestion = suggest(given, EVENT_WORDS)
  return suggestion === undefined
    ? { message: `${message}: write $event.from, $event.to or $event.process` }
    : { message, suggestion }
}

const partyText: Schema<Party> = text(
  'a path such as /app/pool/* or $event.to',
  { pattern: `${GLOB}|^\\$event\\.(from|to|process)$` },
  readParty,
)

/** One end of an edge, or the process whose death ends a hold. */
export const party: Schema<Party> = either<Party>('a path such as /app/pool/* or $event.to', {
  text: partyText,
  mapping: into(filters, all),
})

const pair: Schema<readonly [number, Pattern]> = v.strictTuple(
  [whole(1), pattern],
  mustBe('a count and a path such as [2, /app/pool/*]'),
)

const quantified: Schema<Selector> = choice<Selector>(
  'selector',
  {
    one_of: into(closed('a selector', { one_of: pattern }, lifeInside('one_of')), (given) => ({
      kind: 'some',
      count: 1,
      of: given.one_of,
    })),
    all: into(closed('a selector', { all: pattern }, lifeInside('all')), (given) => all(given.all)),
    n_of: into(
      closed('a selector', { n_of: pair }, lifeInside('n_of')),
      ({ n_of: [count, of] }) => ({
        kind: 'some',
        count,
        of,
      }),
    ),
  },
  PATTERN_KEYS,
)

/** Filters stand with the path they filter, inside the draw. */
function lifeInside(word: string): Readonly<Record<string, string>> {
  const notes = PATTERN_KEYS.map((key) => {
    const inside =
      word === 'n_of' ? `[ 2, { path: /app/*, ${key}: … } ]` : `{ path: /app/*, ${key}: … }`
    return [key, `${show(key)} belongs inside: write { ${word}: ${inside} }`] as const
  })
  return Object.fromEntries(notes)
}

/** Whom a fault strikes. */
export const selector: Schema<Selector> = either<Selector>(
  'a selector: a path such as /app/pool/*, $event.to, or a mapping with one_of, all or n_of',
  {
    text: partyText,
    mapping: dispatch<Selector>([quantified, into(filters, all)], (input) => {
      const filtered = isMapping(input) && PATTERN_KEYS.some((key) => Object.hasOwn(input, key))
      const drawn =
        isMapping(input) && ['one_of', 'all', 'n_of'].some((key) => Object.hasOwn(input, key))
      return filtered && !drawn ? into(filters, all) : quantified
    }),
  },
)

function readEdge(given: string): Reading<Edge> {
  const ends = given.split(/\s+->\s+/)
  const [from, to] = ends.map((end) => readParty(end.trim()))
  if (from === undefined || to === undefined || ends.length !== 2)
    return { message: `${show(given)} is no edge: write "/app/a -> /app/b"` }
  const wrong = [from, to].find((end): end is Complaint => !('value' in end))
  if (wrong !== undefined) return wrong
  return { value: { from: (from as Value).value, to: (to as Value).value } }
}

interface Value {
  readonly value: Party
}

/** The signals between two processes, or between two sets of them. */
export const edge: Schema<Edge> = either<Edge>('an edge such as "/app/a -> /app/b"', {
  text: text('an edge such as "/app/a -> /app/b"', { pattern: '^\\S+\\s+->\\s+\\S+$' }, readEdge),
  mapping: closed('an edge', { from: party, to: party }),
})
