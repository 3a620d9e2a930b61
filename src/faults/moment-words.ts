import { format } from '../base/index.ts'
import { closed, complain, durationFrom, wholeFrom } from './complaint.ts'
import type { Action, AtMost, Fault, QuietAfter, Rate, Trigger } from './fault.ts'
import type { Party, Selector } from './selector.ts'
import type { OwnPhase } from './trigger-words.ts'

/** When a fault strikes, and how often at most: one of the three. */
export type MomentGiven = {
  /** For reports; the fault in words if it is not given. */
  readonly name?: string
} & (
  | {
      /** Virtual milliseconds from the beginning of the run. */
      readonly at: number
      readonly when?: never
      readonly rate?: never
      readonly atMost?: never
    }
  | {
      readonly when: Trigger | OwnPhase
      readonly atMost?: number
      readonly at?: never
      readonly rate?: never
    }
  | {
      /** `'1/500 steps'` of the victim's own steps, `'1/run'`, or a chance per step such as 0.002. */
      readonly rate: string | number
      readonly atMost?: number
      readonly at?: never
      readonly when?: never
    }
)

/** The options that every word for a fault has. */
export const MOMENT_KEYS: readonly string[] = ['name', 'at', 'when', 'rate', 'atMost']

/** The fault that the action and its moment make together. */
export function readMoment(word: string, given: MomentGiven, action: Action): Fault {
  const { name, at, when, rate } = given
  const moments = [at, when, rate].filter((moment) => moment !== undefined)
  if (moments.length !== 1) {
    const what = moments.length === 0 ? 'has no moment' : 'has more than one moment'
    complain(`${word} ${what}`, 'write one of at: …, when: … or rate: …')
  }
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    complain(`${format(name)} is no name`, 'write some text')
  }
  const named = name === undefined ? {} : { name }
  const atMost: AtMost =
    given.atMost === undefined ? 'unbounded' : wholeFrom(1, 'atMost', given.atMost)
  if (rate !== undefined) {
    return { ...named, do: withoutEvent(word, 'a rate', action), rate: readRate(rate), atMost }
  }
  if (at !== undefined) {
    const trigger: Trigger = { kind: 'time', at: durationFrom(0, '"at"', at) }
    return { ...named, when: trigger, do: withoutEvent(word, 'a time', action), atMost }
  }
  if (typeof when !== 'object' || when === null || !('kind' in when)) {
    complain(`${format(when)} is no trigger`, 'write sent(…), received(…), handled(…), phase(…)')
  }
  if (when.kind === 'own_phase') return { ...named, ...ownPhase(word, when, action), atMost }
  return { ...named, when, do: fitting(word, when, action), atMost }
}

/** Struck is who is in the phase, and the phase is one of whom the fault is for. */
function ownPhase(
  word: string,
  { phase, life, nth }: OwnPhase,
  action: Action,
): { readonly when: Trigger; readonly do: Action } {
  if ('edge' in action || action.whom.kind === 'event') {
    complain(`${word} is for no pattern, so whose ${phase} is meant?`, 'write phase(…, { of: … })')
  }
  const { of } = action.whom
  if (of.life !== undefined && life !== undefined) {
    complain(`${word} gives life twice, for whom and in phase`, 'once is enough')
  }
  return {
    when: { kind: 'phase', phase, of: life === undefined ? of : { ...of, life }, nth },
    do: { ...action, whom: { kind: 'event', process: 'process' } },
  }
}

/** A time and a rate have no event, so nothing of the action may speak of one. */
function withoutEvent(word: string, what: string, action: Action): Action {
  for (const party of parties(action)) {
    if (party.kind !== 'event') continue
    complain(`${word} strikes $event.${party.process}`, `${what} has no event: name a path`)
  }
  return action
}

/** A phase and a point have one process, a message has two. */
function fitting(word: string, when: Trigger, action: Action): Action {
  if (when.kind === 'time') return withoutEvent(word, 'a time', action)
  if (when.kind === 'message') return action
  for (const party of parties(action)) {
    if (party.kind !== 'event' || party.process === 'process') continue
    complain(
      `${word} strikes $event.${party.process}`,
      `a ${when.kind} has one process only: write $event.process`,
    )
  }
  return action
}

/** Whom an action speaks of. */
export function parties(action: Action): readonly (Selector | Party)[] {
  if (!('edge' in action)) return [action.whom]
  const { from, to } = action.edge
  return action.kind === 'hold' && action.until.kind === 'dies'
    ? [from, to, action.until.whom]
    : [from, to]
}

const RATE = /^([1-9][0-9]*)\/(?:([1-9][0-9]*) steps|run)$/

/** `1/500 steps`, `2/run`, or a chance per step. @throws UsageError `bad_fault` */
export function readRate(given: string | number): Rate {
  if (typeof given === 'number') {
    if (given > 0 && given <= 1) return { kind: 'steps', times: 1, steps: 1 / given }
    complain(`the rate ${format(given)} is no chance per step`, 'it must be above 0 and at most 1')
  }
  const rate = parseRate(String(given))
  if (rate === undefined) {
    complain(`${format(given)} is no rate`, 'write "1/500 steps", "2/run" or a chance per step')
  }
  if (rate.kind === 'steps' && rate.times > rate.steps) {
    complain(`${given} is more than one fault a step`, 'write "1/1 steps"')
  }
  return rate
}

/** Reads `1/500 steps` or `2/run`; undefined for what is neither. */
export function parseRate(given: string): Rate | undefined {
  const [, count, of] = RATE.exec(given) ?? []
  if (count === undefined) return undefined
  const times = Number(count)
  const steps = Number(of ?? 1)
  if (!Number.isSafeInteger(times) || !Number.isSafeInteger(steps)) return undefined
  return of === undefined ? { kind: 'run', times } : { kind: 'steps', times, steps }
}

const SHARE = /^([1-9][0-9]?)%$/

/** Milliseconds, a share of the steps such as `'60%'`, or the plain data. @throws UsageError `bad_fault` */
export function readQuietAfter(given: QuietAfter | number | string): QuietAfter {
  if (typeof given === 'number') return { kind: 'time', at: durationFrom(0, 'quietAfter', given) }
  if (typeof given === 'object' && given !== null) {
    closed('quietAfter', given, ['kind', 'at', 'percent'])
    return given
  }
  const [, share] = SHARE.exec(String(given)) ?? []
  if (share !== undefined) return { kind: 'percent', percent: Number(share) }
  complain(`quietAfter is ${format(given)}`, 'write milliseconds, or a share such as "60%"')
}
