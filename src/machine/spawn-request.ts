import type { Pid, SpawnReplyMessage } from '../record/index.ts'
import type { Core } from './core.ts'
import { isMonitorAlias, makeRef } from './monitors.ts'
import { isPriority } from './priority.ts'
import type { Process } from './process.ts'
import { sendSignal } from './send.ts'
import { monitorChild, spawn, type BodyFunction, type SpawnOptions } from './spawn.ts'

export interface SpawnRequestOptions extends SpawnOptions {
  /** When a `spawn_reply` message comes: `yes` (always) unless this says otherwise. */
  readonly reply?: ReplyWish
}

export type ReplyWish = 'yes' | 'no' | 'error_only' | 'success_only'

const WISHES: readonly unknown[] = ['yes', 'no', 'error_only', 'success_only']

/**
 * erlang:spawn_request/2. On one node the child is there when the request is answered, and the reply
 * is in the mailbox: so it comes before all that the child could cause. An option that does not exist
 * is no exception but a reply `badopt`, as on OTP 25, and is noticed before anybody is created.
 */
export function requestSpawn(
  core: Core,
  process: Process,
  body: BodyFunction,
  args: readonly unknown[],
  options: SpawnRequestOptions,
): void {
  const wish = options.reply ?? 'yes'
  if (!isKnown(options)) {
    const ref = makeRef(process)
    process.answer = ref
    const reply: SpawnReplyMessage = { kind: 'spawn_reply', ref, result: 'error', reason: 'badopt' }
    if (wish !== 'no' && wish !== 'success_only') sendSignal(core, process, process, reply)
    return
  }
  const child = spawn(core, process, body, args, options)
  if (child === null) return
  const watch = options.monitor ?? false
  const ref = watch === false ? makeRef(process) : monitorChild(core, process, child, watch)
  process.answer = ref
  const reply: SpawnReplyMessage = { kind: 'spawn_reply', ref, result: 'ok', pid: child.pid as Pid }
  if (wish === 'yes' || wish === 'success_only') sendSignal(core, process, process, reply)
}

function isKnown({ reply = 'yes', priority = 'normal', monitor }: SpawnRequestOptions): boolean {
  const alias = typeof monitor === 'object' ? (monitor.alias ?? null) : null
  return WISHES.includes(reply) && isPriority(priority) && (alias === null || isMonitorAlias(alias))
}
