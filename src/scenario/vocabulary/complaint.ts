import type { BaseIssue } from 'valibot'

import { format } from '../../base/index.ts'

/** A mistake as the vocabulary sees it: in words, and where it is below the thing being read. */
export interface Complaint {
  readonly message: string
  readonly suggestion?: string
  readonly at?: readonly PathKey[]
  /** Whether the key itself is wrong, or what stands behind it. */
  readonly where?: 'key' | 'value'
}

/** One step into a scenario: a key of a mapping or an index of a list. */
export type PathKey = string | number

/** A complaint with its whole path. */
export interface PlacedComplaint extends Complaint {
  readonly at: readonly PathKey[]
  readonly where: 'key' | 'value'
  /** A key that is not there; `at` ends with it. */
  readonly missing: boolean
}

/** Valibot's issues have no room for advice: ours ride in the two fields that only its own texts use. */
export function issueOf(complaint: Complaint): IssueInfo {
  const info: IssueInfo = {
    message: complaint.message,
    expected: complaint.suggestion ?? '',
    received: complaint.where ?? 'value',
  }
  if (complaint.at === undefined || complaint.at.length === 0) return info
  const [first, ...rest] = complaint.at.map((key): PathItem => {
    return { type: 'unknown', origin: 'value', input: undefined, key, value: undefined }
  })
  return { ...info, path: [first!, ...rest] }
}

interface PathItem {
  type: 'unknown'
  origin: 'value'
  input: unknown
  key: PathKey
  value: unknown
}

interface IssueInfo {
  message: string
  expected: string
  received: string
  path?: [PathItem, ...PathItem[]]
}

/** The complaint behind an issue, whether it was ours or valibot's own. */
export function complaintOf(issue: BaseIssue<unknown>): PlacedComplaint {
  const at = (issue.path ?? []).map((item) => item.key as PathKey)
  const ours = issue.type === 'raw_check'
  const missing = !ours && issue.path?.at(-1)?.origin === 'key'
  const placed: PlacedComplaint = {
    message: missing ? `${show(at.at(-1))} is missing` : issue.message,
    at,
    where: ours && issue.received === 'key' ? 'key' : 'value',
    missing,
  }
  return ours && issue.expected ? { ...placed, suggestion: issue.expected } : placed
}

/** `a, b and c` with the last word of choice. */
export function enumerate(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)!}`
}

/** What was given, short enough to stand inside a message. */
export function show(given: unknown): string {
  if (given === null || given === undefined) return 'empty'
  if (Array.isArray(given)) return 'a list'
  if (typeof given === 'object') return 'a mapping'
  if (typeof given !== 'string') return format(given)
  return `"${given.length > 60 ? `${given.slice(0, 59)}…` : given}"`
}

/** The message for a thing of the wrong kind. */
export function mustBe(expected: string): (issue: { readonly input: unknown }) => string {
  return ({ input }) => {
    const quotes = expected.startsWith('text') && typeof input !== 'object'
    return `must be ${expected}, is ${show(input)}${quotes ? ': put it in quotes' : ''}`
  }
}
