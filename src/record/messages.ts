import type { AnyPid, Name, Pid, Ref } from './pid.ts'
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

/** What `spawnRequest` sends: Erlang's `{spawn_reply, Ref, ok, Pid}` or `{spawn_reply, Ref, error, Reason}`. */
export type SpawnReplyMessage =
  | {
      readonly kind: 'spawn_reply'
      readonly ref: Ref
      readonly result: 'ok'
      readonly pid: Pid
    }
  | {
      readonly kind: 'spawn_reply'
      readonly ref: Ref
      readonly result: 'error'
      readonly reason: Reason
    }

/** What an asynchronous question about a timer sends: Erlang's `{cancel_timer | read_timer, Ref, Result}`. */
export interface TimerAnswerMessage {
  readonly kind: 'cancel_timer' | 'read_timer'
  readonly ref: Ref
  /** Milliseconds that were left, or false. */
  readonly result: number | false
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

export function isSpawnReply(message: unknown): message is SpawnReplyMessage {
  return hasKind(message, 'spawn_reply')
}

export function isTimerAnswer(message: unknown): message is TimerAnswerMessage {
  return hasKind(message, 'cancel_timer') || hasKind(message, 'read_timer')
}

function hasKind(message: unknown, kind: string): boolean {
  return typeof message === 'object' && message !== null && (message as ExitMessage).kind === kind
}
