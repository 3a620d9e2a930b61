import { mix, type Queue } from '../base/index.ts'
import type { AnyPid, Ref } from '../record/index.ts'
import { IDLE } from './candidate.ts'
import type { Channel } from './channel.ts'
import type { Lineage } from './lineage.ts'
import type { Body, Operation } from './operation.ts'
import type { Priority } from './priority.ts'
import type { Monitor } from './signal.ts'
import type { Timer } from './timer.ts'

/**
 * One process as the machine keeps it. Everything a process seldom has is null until it is needed:
 * a hundred thousand idle servers must be cheap.
 */
export class Process {
  readonly type = 'run' as const
  readonly hash: number
  rank: number = NaN
  turn = 0
  since = 0
  slot: number = IDLE
  /** How many steps the process has taken: faults and decisions are placed on its own steps. */
  count = 0

  readonly pid: AnyPid
  readonly parent: AnyPid | null
  readonly body: Body<unknown>
  status: Status = 'ready'
  /** What the operation it stands at will answer, or the error it will throw. */
  answer: unknown = undefined
  throws = false
  /** The receive it waits in. */
  receiving: Operation<unknown> | null = null
  exitReason: unknown = undefined

  trapExit = false
  mailbox: Queue | null = null
  /** The reference made last, and how many messages were in the mailbox then (fresh-ref shortcut). */
  freshRef: Ref | null = null
  freshFrom = 0

  links: Set<Process> | null = null
  /** Unlinks under way, by peer: a link signal that crosses one is void (Erlang's unlink protocol). */
  unlinking: Map<Process, number> | null = null
  /** Monitors this process has set, by reference; and those set on it. */
  monitors: Map<Ref, MonitorTarget> | null = null
  watchers: Set<Monitor> | null = null
  aliases: Map<Ref, AliasMode> | null = null
  dictionary: Map<unknown, unknown> | null = null
  /** What the dictionary holds under `$ancestors` and `$callers`. */
  ancestors: Lineage | null = null
  callers: Lineage | null = null
  /** Null when it leads itself, as a root does. */
  groupLeader: AnyPid | null = null
  /** Null as long as nobody has chosen one. */
  priority: Priority | null = null
  /** Timers that die with it. */
  timers: Set<Timer> | null = null
  /** Timer of the receive it waits in; made once, used again. */
  after: Timer | null = null
  name: string | null = null

  /** Channels out of it, and into it while signals may come. */
  outgoing: Map<Process, Channel> | null = null
  incoming: Set<Channel> | null = null
  /** The channel used last: nearly always the one used next. */
  channel: Channel | null = null

  /** Its neighbours in the table of the living. */
  older: Process | null = null
  younger: Process | null = null

  /** Names what it did last (see `standing.ts`). */
  moment = 0
  /** Operations so far that are named by their number: receives, and all that have no better name. */
  receives = 0
  others = 0
  spawned: Map<string, number> | null = null
  refs = 0
  /** Random numbers drawn. */
  draws = 0

  /** What its behaviour shows of it: state, and the callback it is in. */
  published: unknown = undefined
  callback: string | null = null
  callbackTag: string | null = null
  info: ProcessLabel
  /** Faults: paused processes are not offered; slow ones rest after each step. */
  paused = false
  slowBy = 0
  /** Thrown into the next callback. */
  crashNext: { readonly error: unknown; readonly when: string | null } | null = null

  constructor(pid: AnyPid, parent: AnyPid | null, body: Body<unknown>, info: ProcessLabel) {
    this.pid = pid
    this.parent = parent
    this.body = body
    this.info = info
    this.hash = mix(0x1f83d9ab, pid.hash)
  }
}

export type Status = 'ready' | 'waiting' | 'dead'

/** What is known of a process from its start: shared by all that are started alike. */
export interface ProcessLabel {
  /** Name of the body, as `initial_call` in OTP. */
  readonly body: string
  /** `gen_server`, `supervisor`, … or null for a plain process. */
  readonly behaviour: string | null
}

export interface MonitorTarget {
  readonly monitor: Monitor
  /** Null when there was nobody to monitor. */
  readonly target: Process | null
  /** The alias made with it, if any, and when it ends. */
  readonly alias: AliasMode | null
}

/**
 * How long an alias lives: until unalias, until the first message through it (`reply`), or as long
 * as the monitor it was made with (`demonitor`, `reply_demonitor`).
 */
export type AliasMode = 'explicit_unalias' | 'reply' | 'demonitor' | 'reply_demonitor'
