import { format } from '../base/index.ts'
import type { Reason } from '../record/index.ts'
import { closed, complain, durationFrom, wholeFrom } from './complaint.ts'
import type { Action, Delay, Fault, HoldEnd, Lasting } from './fault.ts'
import { MOMENT_KEYS, readMoment, type MomentGiven } from './moment-words.ts'
import {
  readEdge,
  readParty,
  readSelector,
  type EdgeGiven,
  type PartyGiven,
  type WhomGiven,
} from './selector-words.ts'

/**
 * The words in which users write faults. Each takes whom it is for, and when: `{ at: seconds(1) }`,
 * `{ when: sent('reserve', { nth: 2 }) }` or `{ rate: '1/500 steps', atMost: 3 }`.
 */

/** A duration, `{ exponential: mean }`, or `{ uniform: [least, most] }`: drawn anew for each signal. */
export type DelayGiven =
  number | { readonly exponential: number } | { readonly uniform: readonly [number, number] }

/**
 * Ends a process as exit(Pid, kill) does.
 *
 * @example
 * kill('/Bank/ledger', { rate: '1/200 steps', atMost: 2 })
 * @throws UsageError `bad_fault`, as all words for faults do.
 */
export function kill(whom: WhomGiven, moment: MomentGiven): Fault {
  return makeFault('kill', [], moment, { kind: 'kill', whom: readSelector(whom) })
}

/** Sends a process an exit signal with that reason. */
export function exit(whom: WhomGiven, given: MomentGiven & { readonly reason: Reason }): Fault {
  if (!Object.hasOwn(given, 'reason')) complain('exit has no reason', 'write reason: "shutdown"')
  const action: Action = { kind: 'exit', whom: readSelector(whom), reason: given.reason }
  return makeFault('exit', ['reason'], given, action)
}

/** What `crash` raises and `initFails` ends with, if nothing else is said. */
const INJECTED = 'injected'

/** Raises an error inside the next callback; a bare process raises it at its next step. */
export function crash(whom: WhomGiven, given: MomentGiven & { readonly error?: unknown }): Fault {
  const error = Object.hasOwn(given, 'error') ? given.error : INJECTED
  return makeFault('crash', ['error'], given, { kind: 'crash', whom: readSelector(whom), error })
}

/** Lets the next `times` inits (1 if not said) of the process fail, the present one included. */
export function initFails(
  whom: WhomGiven,
  given: MomentGiven & { readonly reason?: Reason; readonly times?: number },
): Fault {
  const reason: Reason = Object.hasOwn(given, 'reason') ? given.reason : INJECTED
  const times = wholeFrom(1, 'times', given.times ?? 1)
  const action: Action = { kind: 'init_fails', whom: readSelector(whom), reason, times }
  return makeFault('initFails', ['reason', 'times'], given, action)
}

/** Lets a process take no step for some milliseconds. */
export function pause(whom: WhomGiven, given: MomentGiven & { readonly for: number }): Fault {
  const lasting = durationFrom(1, 'the "for" of a pause', given.for)
  return makeFault('pause', ['for'], given, {
    kind: 'pause',
    whom: readSelector(whom),
    for: lasting,
  })
}

/** Makes each step of a process take `by` milliseconds longer, until the quiet phase if `for` does not say. */
export function slow(
  whom: WhomGiven,
  given: MomentGiven & { readonly by: number; readonly for?: number },
): Fault {
  const by = durationFrom(1, 'the "by" of slow', given.by)
  const lasting = readLasting('slow', given.for)
  const action: Action = { kind: 'slow', whom: readSelector(whom), by, for: lasting }
  return makeFault('slow', ['by', 'for'], given, action)
}

/**
 * Makes signals on an edge travel longer, until the quiet phase if `for` does not say.
 *
 * @example
 * delay('/app/pool -> /app/pool/*', { at: seconds(1), by: { uniform: [10, 2000] }, for: seconds(5) })
 */
export function delay(
  edge: EdgeGiven,
  given: MomentGiven & { readonly by: DelayGiven; readonly for?: number },
): Fault {
  const by = readDelay(given.by)
  const lasting = readLasting('delay', given.for)
  return makeFault('delay', ['by', 'for'], given, {
    kind: 'delay',
    edge: readEdge(edge),
    by,
    for: lasting,
  })
}

/** Holds all signals on an edge for some time, or until somebody dies; then they arrive in order. */
export function hold(
  edge: EdgeGiven,
  given: MomentGiven &
    (
      | { readonly for: number; readonly until?: never }
      | { readonly until: { readonly dies: PartyGiven }; readonly for?: never }
    ),
): Fault {
  return makeFault('hold', ['for', 'until'], given, {
    kind: 'hold',
    edge: readEdge(edge),
    until: readHoldEnd(given),
  })
}

function makeFault(
  word: string,
  own: readonly string[],
  given: MomentGiven,
  action: Action,
): Fault {
  closed(word, given, [...MOMENT_KEYS, ...own])
  return readMoment(word, given, action)
}

function readLasting(word: string, given: number | undefined): Lasting {
  return given === undefined ? 'quiet' : durationFrom(1, `the "for" of ${word}`, given)
}

function readDelay(given: DelayGiven): Delay {
  if (typeof given === 'number') {
    return { kind: 'constant', value: durationFrom(1, 'the "by" of delay', given) }
  }
  if (typeof given === 'object' && given !== null) {
    closed('a delay', given, ['exponential', 'uniform'])
    if ('exponential' in given) {
      return {
        kind: 'exponential',
        mean: durationFrom(1, 'the mean of a delay', given.exponential),
      }
    }
    if (Array.isArray(given.uniform) && given.uniform.length === 2) {
      const min = durationFrom(0, 'the least delay', given.uniform[0])
      const max = durationFrom(min, 'the greatest delay', given.uniform[1])
      return { kind: 'uniform', min, max }
    }
  }
  complain(
    `${format(given)} is no delay`,
    'write milliseconds, { exponential: mean } or { uniform: [least, most] }',
  )
}

function readHoldEnd(given: {
  readonly for?: number
  readonly until?: { readonly dies: PartyGiven }
}): HoldEnd {
  if ((given.for === undefined) === (given.until === undefined)) {
    complain('hold needs one end', 'write for: seconds(2), or until: { dies: "/app/a" }')
  }
  if (given.until === undefined) {
    return { kind: 'after', duration: durationFrom(1, 'the "for" of a hold', given.for) }
  }
  closed('until', given.until, ['dies'])
  return { kind: 'dies', whom: readParty(given.until.dies) }
}
