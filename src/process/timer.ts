import { Code, Operation, type TimerQuery, type TimerRequest } from '../machine/index.ts'
import type { AnyPid, Name, Ref } from '../record/index.ts'

/** Who a timer is for. A name is looked up when the timer fires. */
export type TimerTarget = AnyPid | Name<never> | string

export interface TimerOptions {
  /** The number is then the point in virtual time at which the timer is due; one that is past is due at once. */
  readonly abs?: boolean
}

/** What one asks a timer: `ok` when the answer comes in a message or not at all, else milliseconds or false. */
export type TimerAnswer<Options extends TimerQuery> = Options extends
  { readonly async: true } | { readonly info: false }
  ? 'ok'
  : Options extends { readonly async?: false; readonly info?: true }
    ? number | false
    : number | false | 'ok'

/**
 * Sends a message after `ms` milliseconds (erlang:send_after/4). A timer for a pid goes with the
 * process; one for a name outlives it.
 */
export function sendAfter(
  ms: number,
  to: TimerTarget,
  message: unknown,
  options?: TimerOptions,
): Operation<Ref> {
  return startTimerOf(ms, to, message, false, options)
}

/** As `sendAfter`, the message being `{ kind: 'timeout', ref, message }` (erlang:start_timer/4). */
export function startTimer(
  ms: number,
  to: TimerTarget,
  message: unknown,
  options?: TimerOptions,
): Operation<Ref> {
  return startTimerOf(ms, to, message, true, options)
}

/**
 * Cancels a timer (erlang:cancel_timer/2): milliseconds left, or false when it has fired or is unknown.
 * With `async` it answers `ok`, and a message `{ kind: 'cancel_timer', ref, result }` says what was
 * left; with `info: false` it answers `ok`, and nothing does.
 */
export function cancelTimer<const Options extends TimerQuery = NoQuery>(
  ref: Ref,
  options?: Options,
): Operation<TimerAnswer<Options>> {
  return new Operation(Code.cancelTimer, ref, options)
}

/**
 * Milliseconds left, or false (erlang:read_timer/2). With `async` it answers `ok`, and they come in a
 * message `{ kind: 'read_timer', ref, result }`.
 */
export function readTimer<const Options extends Pick<TimerQuery, 'async'> = NoQuery>(
  ref: Ref,
  options?: Options,
): Operation<TimerAnswer<Options>> {
  return new Operation(Code.readTimer, ref, options)
}

type NoQuery = Record<never, never>

function startTimerOf(
  ms: number,
  target: TimerTarget,
  message: unknown,
  wrapped: boolean,
  options: TimerOptions | undefined,
): Operation<Ref> {
  const to = typeof target === 'object' && target.kind === 'name' ? target.name : target
  const request: TimerRequest = { ms, abs: options?.abs ?? false, to, message, wrapped }
  return new Operation(Code.startTimer, request)
}
