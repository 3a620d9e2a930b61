export { format } from '../base/index.ts'
export type { ProcessInfo, World } from '../machine/index.ts'
export { formatReason, nameOf } from '../record/index.ts'
export type { TraceEvent } from '../record/index.ts'
export { always } from './always.ts'
export type { InvariantOptions } from './always.ts'
export { Calls, describeCall, subjectOf } from './calls.ts'
export type { Call, CallChange, CallCounts, CallEnd } from './calls.ts'
export { eventually } from './eventually.ts'
export type { EventuallyOptions } from './eventually.ts'
export { Judge } from './judge.ts'
export { law, lawNames, laws, lawsOf } from './laws/catalogue.ts'
export type { LawChoice } from './laws/catalogue.ts'
export type { Law } from './laws/law.ts'
export { mailboxBound } from './mailbox-bound.ts'
export { never } from './never.ts'
export { points } from './points.ts'
export type { PointJudge } from './points.ts'
export type { After, Answer, Predicate } from './predicate.ts'
export type {
  Breach,
  Ending,
  EventSort,
  Property,
  PropertyKind,
  Undecided,
  Violation,
  Watch,
} from './property.ts'
export { sometimes } from './sometimes.ts'
export type { SometimesOptions } from './sometimes.ts'
export type { Source, Sources } from './source.ts'
export { mergeTallies, summarize, tally, worst } from './verdict.ts'
export type { Finding, Judgement, Summary, Tally, Verdict } from './verdict.ts'
