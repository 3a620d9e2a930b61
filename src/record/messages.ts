import type { AnyPid, Name, Ref } from './pid.ts'
import type { Reason } from './reason.ts'

/** Messages that the machine itself puts into mailboxes. */

/** An exit signal, as a process that traps exits sees it: Erlang's `{'EXIT', From, Reason}`. */
export interface ExitMessage {
  readonly kind: 'EXIT'
  readonly from: AnyPid
  readonly reason: Reason
}

/** What a monitor reports: Erlang's `{'DOWN', Ref, process, Object, Reason}`. */
export interface DownMessage {
  readonly kind: 'DOWN'
  readonly ref: Ref
  readonly type: 'process'
  /** The pid, or the name that the monitor was set on. */
  readonly object: AnyPid | Name<never>
  readonly reason: Reason
}

/** What start_timer sends: Erlang's `{timeout, Ref, Message}`. */
export interface TimeoutMessage {
  readonly kind: 'timeout'
  readonly ref: Ref
  readonly message: unknown
}

export function isExit(message: unknown): message is ExitMessage {
  return hasKind(message, 'EXIT')
}

export function isDown(message: unknown): message is DownMessage {
  return hasKind(message, 'DOWN')
}

export function isTimeout(message: unknown): message is TimeoutMessage {
  return hasKind(message, 'timeout')
}

function hasKind(message: unknown, kind: string): boolean {
  return typeof message === 'object' && message !== null && (message as ExitMessage).kind === kind
}
