import { Code, Operation, type TimerRequest } from '../machine/index.ts'
import type { AnyPid, Name, Ref } from '../record/index.ts'

/** Who a timer is for. A name is looked up when the timer fires. */
export type TimerTarget = AnyPid | Name<never> | string

/**
 * Sends a message after `ms` milliseconds (erlang:send_after/3). A timer for a pid goes with the
 * process; one for a name outlives it.
 */
export function sendAfter(ms: number, to: TimerTarget, message: unknown): Operation<Ref> {
  return startTimerOf(ms, to, message, false)
}

/** As `sendAfter`, the message being `{ kind: 'timeout', ref, message }` (erlang:start_timer/3). */
export function startTimer(ms: number, to: TimerTarget, message: unknown): Operation<Ref> {
  return startTimerOf(ms, to, message, true)
}

/** Cancels a timer (erlang:cancel_timer/1): milliseconds left, or false when it has fired or is unknown. */
export function cancelTimer(ref: Ref): Operation<number | false> {
  return new Operation(Code.cancelTimer, ref)
}

/** Milliseconds left, or false (erlang:read_timer/1). */
export function readTimer(ref: Ref): Operation<number | false> {
  return new Operation(Code.readTimer, ref)
}

function startTimerOf(
  ms: number,
  target: TimerTarget,
  message: unknown,
  wrapped: boolean,
): Operation<Ref> {
  const to = typeof target === 'object' && target.kind === 'name' ? target.name : target
  const request: TimerRequest = { ms, to, message, wrapped }
  return new Operation(Code.startTimer, request)
}
