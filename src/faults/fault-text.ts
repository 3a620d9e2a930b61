import { format, formatDuration } from '../base/index.ts'
import { isScripted, type Action, type Delay, type Fault, type HoldEnd, type Nth } from './fault.ts'
import type { Rate, Trigger } from './fault.ts'
import { edgeText, patternText, selectorText } from './selector.ts'

/** Faults in words, one line each. */

/** Its name, or what it does and when: `kill during init of /app/registry`. */
export function faultText(fault: Fault): string {
  if (fault.name !== undefined) return fault.name
  if (!isScripted(fault)) return `${actionText(fault.do)} at ${rateText(fault.rate)}`
  const { do: action, when } = fault
  if (when.kind !== 'phase' || 'edge' in action || action.whom.kind !== 'event') {
    return `${actionText(action)} ${triggerText(when)}`
  }
  // Struck is the one who is in that phase: naming it once is enough.
  return `${action.kind.replaceAll('_', ' ')} ${triggerText(when)}`
}

/** What it does, and to whom. */
export function actionText(action: Action): string {
  switch (action.kind) {
    case 'kill':
      return `kill ${selectorText(action.whom)}`
    case 'exit':
      return `exit ${selectorText(action.whom)} with ${format(action.reason)}`
    case 'crash':
      return `crash ${selectorText(action.whom)}`
    case 'init_fails':
      return `init of ${selectorText(action.whom)} fails`
    case 'pause':
      return `pause ${selectorText(action.whom)} for ${formatDuration(action.for)}`
    case 'slow':
      return `slow ${selectorText(action.whom)} by ${formatDuration(action.by)}`
    case 'delay':
      return `delay ${edgeText(action.edge)} by ${delayText(action.by)}`
    case 'hold':
      return `hold ${edgeText(action.edge)} ${holdEndText(action.until)}`
  }
}

function triggerText(when: Trigger): string {
  switch (when.kind) {
    case 'time':
      return `at ${formatDuration(when.at)}`
    case 'message': {
      const tag = when.tag === '*' ? 'any message' : when.tag
      const from = when.from === undefined ? '' : ` from ${patternText(when.from)}`
      const to = when.to === undefined ? '' : ` ${towards[when.event]} ${patternText(when.to)}`
      return `when ${tag} is ${when.event}${from}${to}${nthText(when.nth)}`
    }
    case 'phase':
      return `during ${when.phase} of ${patternText(when.of)}${nthText(when.nth)}`
    case 'point':
      return `at the point ${format(when.label)}${nthText(when.nth)}`
  }
}

const towards = { sent: 'to', received: 'by', handled: 'by' } as const

function nthText(nth: Nth): string {
  return nth === 'every' ? '' : ` for the ${ordinal(nth)} time`
}

/** `1/500 steps`, `2/run`. */
export function rateText(rate: Rate): string {
  return rate.kind === 'steps' ? `${rate.times}/${rate.steps} steps` : `${rate.times}/run`
}

/** `5ms`, `5ms to 1s`, `50ms on average`. */
export function delayText(delay: Delay): string {
  switch (delay.kind) {
    case 'constant':
      return formatDuration(delay.value)
    case 'uniform':
      return `${formatDuration(delay.min)} to ${formatDuration(delay.max)}`
    case 'exponential':
      return `${formatDuration(delay.mean)} on average`
  }
}

/** `for 3s`, `until /app/a dies`. */
export function holdEndText(end: HoldEnd): string {
  return end.kind === 'after'
    ? `for ${formatDuration(end.duration)}`
    : `until ${selectorText(end.whom)} dies`
}

/** `1st`, `2nd`, `3rd`, `4th`, … */
export function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${n}${ending}`
}
