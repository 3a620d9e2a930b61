import { canonical, format, formatDuration, hashString } from '../base/index.ts'
import { nameOf, type AnyPid, type Reason } from '../record/index.ts'
import { delayText, holdEndText, ordinal } from './fault-text.ts'
import type { Delay, HoldEnd, Lasting, MessageEvent, Phase } from './fault.ts'
import { edgeText, type Edge, type Pattern } from './selector.ts'

/**
 * One fault that has struck: what, whom and where, all by stable names, so that a run can be played
 * again from the list of its strikes, and shrinking can delete from that list.
 */
export interface Strike {
  readonly do: Blow
  /** Null for faults of an edge, and where nobody was there to be struck. */
  readonly target: Named | null
  readonly where: Where
  /** What the target was doing, for people: `handling reserve`, `idle`. */
  readonly during?: string
  /**
   * It came to nothing: nobody was there, or the quiet phase had begun. It is kept because its alarm is
   * an event of the run all the same, and without it a replay would not be the same to the byte.
   */
  readonly vain?: true
}

/** A process by its stable name. */
export interface Named {
  readonly path: string
  readonly life: number
}

/** What happens to the target: an action whose selector has been resolved. */
export type Blow =
  | { readonly kind: 'kill' }
  | { readonly kind: 'exit'; readonly reason: Reason }
  | { readonly kind: 'crash'; readonly error: unknown }
  | { readonly kind: 'init_fails'; readonly reason: Reason; readonly times: number }
  | { readonly kind: 'pause'; readonly for: number }
  | { readonly kind: 'slow'; readonly by: number; readonly for: Lasting }
  | { readonly kind: 'delay'; readonly edge: Edge; readonly by: Delay; readonly for: Lasting }
  | { readonly kind: 'hold'; readonly edge: Edge; readonly until: HoldEnd }

/** Where in the run: a step of a process, an event by its name, or a time. Counts begin at 1. */
export type Where =
  /**
   * `before` its n-th own step. Or `after`: from its n-th step on the strike is an event of its own,
   * which the schedule lets happen when it likes, also while the process is idle.
   */
  | {
      readonly kind: 'step'
      readonly of: Named
      readonly n: number
      readonly placement: 'before' | 'after'
    }
  | { readonly kind: 'time'; readonly at: number }
  /** The n-th message with that tag between those two; from null: it came from outside. */
  | {
      readonly kind: 'message'
      readonly event: MessageEvent
      readonly tag: string
      readonly from?: Named | null
      readonly to: Named
      readonly nth: number
    }
  | { readonly kind: 'phase'; readonly phase: Phase; readonly of: Named; readonly nth: number }
  | { readonly kind: 'point'; readonly label: string; readonly of: Named; readonly nth: number }

/** The stable name of a process as plain data. */
export function named({ path, life }: AnyPid): Named {
  return { path, life }
}

/** The pattern that means this process and no other. */
export function exactly({ path, life }: Named): Pattern {
  return { path, life: { kind: 'exactly', value: life } }
}

/** A strike that found nobody to be struck. */
export function vain(blow: Blow, where: Where): Strike {
  return { do: blow, target: null, where, vain: true }
}

/** The strike's own name: what it does, to whom and where. */
export function strikeHash({ do: blow, target, where }: Strike): number {
  return hashString(canonical({ blow, target, where }))
}

/** One line: `kill /app/pool/w1 before its step 12 (handling reserve)`. */
export function strikeText(strike: Strike): string {
  const { target, where, during, vain } = strike
  const text = `${blowText(strike)} ${whereText(where, target)}`
  if (vain === true) return `${text} (in vain)`
  // In the place of a phase it is said already what the process was doing.
  return during === undefined || where.kind === 'phase' ? text : `${text} (${during})`
}

function blowText({ do: blow, target }: Strike): string {
  const whom = target === null ? 'nobody' : nameText(target)
  switch (blow.kind) {
    case 'kill':
      return `kill ${whom}`
    case 'exit':
      return `exit ${whom} with ${format(blow.reason)}`
    case 'crash':
      return `crash ${whom} with ${format(blow.error)}`
    case 'init_fails':
      return `init of ${whom} fails${blow.times === 1 ? '' : ` ${blow.times} times`}`
    case 'pause':
      return `pause ${whom} for ${formatDuration(blow.for)}`
    case 'slow':
      return `slow ${whom} by ${formatDuration(blow.by)}${lastingText(blow.for)}`
    case 'delay':
      return `delay ${edgeText(blow.edge)} by ${delayText(blow.by)}${lastingText(blow.for)}`
    case 'hold':
      return `hold ${edgeText(blow.edge)} ${holdEndText(blow.until)}`
  }
}

function lastingText(lasting: Lasting): string {
  return lasting === 'quiet' ? '' : ` for ${formatDuration(lasting)}`
}

function whereText(where: Where, target: Named | null): string {
  const who = (process: Named | null): string =>
    process === null ? 'the outside' : isSame(process, target) ? 'it' : nameText(process)
  const whose = (process: Named): string =>
    isSame(process, target) ? 'its' : `${nameText(process)}'s`
  switch (where.kind) {
    case 'step': {
      const when = where.placement === 'before' ? 'before' : 'some time after'
      return `${when} ${whose(where.of)} step ${where.n}`
    }
    case 'time':
      return `at ${formatDuration(where.at)}`
    case 'message': {
      const { event, tag, from, to, nth } = where
      const message = `on the ${ordinal(nth)} ${tag === '' ? 'message' : tag}`
      if (event === 'sent') return `${message} that ${who(from ?? null)} sends to ${who(to)}`
      const origin = from === undefined ? '' : ` from ${who(from)}`
      return `${message}${origin} that ${who(to)} ${event === 'received' ? 'takes' : 'has handled'}`
    }
    case 'phase': {
      const times = where.nth === 1 ? '' : ` for the ${ordinal(where.nth)} time`
      switch (where.phase) {
        case 'init':
          return `in ${whose(where.of)} init${times}`
        case 'terminate':
          return `in ${whose(where.of)} terminate${times}`
        case 'idle':
          return `when ${who(where.of)} is idle${times}`
        case 'handling':
          return `on the ${ordinal(where.nth)} message that ${who(where.of)} handles`
      }
    }
    // falls through: every phase has returned
    case 'point': {
      const times = where.nth === 1 ? '' : ` for the ${ordinal(where.nth)} time`
      return `when ${who(where.of)} is at ${format(where.label)}${times}`
    }
  }
}

function isSame(a: Named, b: Named | null): boolean {
  return b !== null && a.path === b.path && a.life === b.life
}

function nameText({ path, life }: Named): string {
  return nameOf({ path, life } as AnyPid)
}
