import { format } from '../base/index.ts'
import { closed, complain, wholeFrom, wordFrom } from './complaint.ts'
import { parseComparison, type Comparison } from './comparison.ts'
import type {
  AllOf,
  Edge,
  EventProcess,
  Party,
  Pattern,
  Role,
  Selector,
  SomeOf,
} from './selector.ts'

/** How users write whom they mean, and what is made of it. */

/** A path glob, or filters that must all match; at least one of them. */
export type PatternGiven =
  | string
  | {
      readonly path?: string
      readonly role?: Role
      readonly behaviour?: string
      /** `0`, `'>= 1'` */
      readonly life?: number | string
    }

/** A pattern means all that match; `$event.to` and its like a process of the event; see also `oneOf`. */
export type WhomGiven = PatternGiven | Selector

/** One end of an edge. */
export type PartyGiven = PatternGiven | Party

/** `'/app/a -> /app/b'`, or the two ends by name. */
export type EdgeGiven = string | { readonly from: PartyGiven; readonly to: PartyGiven }

/** One of the processes that match, drawn by decision. */
export function oneOf(pattern: PatternGiven): SomeOf {
  return nOf(1, pattern)
}

/** `count` of the processes that match, drawn by decision; all of them when there are no more. */
export function nOf(count: number, pattern: PatternGiven): SomeOf {
  return { kind: 'some', count: wholeFrom(1, 'how many', count), of: readPattern(pattern) }
}

/** All processes that match, at once. */
export function allOf(pattern: PatternGiven): AllOf {
  return { kind: 'all', of: readPattern(pattern) }
}

const PATTERN_KEYS = ['path', 'role', 'behaviour', 'life'] as const

/** @throws UsageError `bad_fault` */
export function readPattern(given: PatternGiven): Pattern {
  if (typeof given === 'string') return { path: readPath(given) }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    complain(`${format(given)} selects nobody`, 'write a path such as /app/pool/*')
  }
  closed('a selector', given, PATTERN_KEYS)
  const { path, role, behaviour, life } = given
  if ([path, role, behaviour, life].every((filter) => filter === undefined)) {
    complain('a selector is empty', `write one of ${PATTERN_KEYS.join(', ')}`)
  }
  return {
    path: path === undefined ? '/**' : readPath(path),
    ...(role !== undefined && { role: wordFrom<Role>('role', ['supervisor', 'worker'], role) }),
    ...(behaviour !== undefined && { behaviour: readBehaviour(behaviour) }),
    ...(life !== undefined && { life: readLife(life) }),
  }
}

function readPath(given: unknown): string {
  if (typeof given !== 'string' || !given.startsWith('/') || /\s/.test(given)) {
    complain(`${format(given)} is no path`, 'paths start with "/" and have no blanks: /app/pool/*')
  }
  const parts = given.slice(1).split('/')
  if (given !== '/' && parts.includes('')) {
    complain(`${format(given)} is no path`, 'between two "/" stands a name')
  }
  if (parts.some((part) => part.includes('**') && part !== '**')) {
    complain(`${format(given)} is no path`, '"**" stands alone between two "/"')
  }
  return given
}

function readBehaviour(given: unknown): string {
  if (typeof given === 'string' && given !== '') return given
  complain(`${format(given)} is no behaviour`, 'write gen_server, supervisor, …, or process')
}

/** @throws UsageError `bad_fault` */
export function readLife(given: number | string): Comparison {
  const life = parseComparison(given)
  if (life !== undefined) return life
  complain(`${format(given)} is no life`, 'write a number, ">= 1" or "<= 1"; 0 is the first life')
}

const EVENT_WORDS = ['$event.from', '$event.to', '$event.process'] as const

/** @throws UsageError `bad_fault` */
export function readSelector(given: WhomGiven): Selector {
  if (typeof given === 'string' && given.startsWith('$')) {
    const word = wordFrom('process of the event', EVENT_WORDS, given)
    return { kind: 'event', process: word.slice('$event.'.length) as EventProcess['process'] }
  }
  if (typeof given === 'object' && given !== null && 'kind' in given) return given
  return allOf(given)
}

/** @throws UsageError `bad_fault` */
export function readParty(given: PartyGiven): Party {
  const party = readSelector(given)
  if (party.kind !== 'some') return party
  complain(
    'an end of an edge is drawn',
    'an edge means the same signals from its first to its last: name a path, or $event.to',
  )
}

/** @throws UsageError `bad_fault` */
export function readEdge(given: EdgeGiven): Edge {
  if (typeof given === 'object' && given !== null) {
    closed('an edge', given, ['from', 'to'])
    return { from: readParty(given.from), to: readParty(given.to) }
  }
  const ends = String(given).split(/\s+->\s+/)
  const [from, to] = ends
  if (ends.length !== 2 || from === undefined || to === undefined) {
    complain(`${format(given)} is no edge`, 'write "/app/a -> /app/b" or { from, to }')
  }
  return { from: readParty(from), to: readParty(to) }
}
