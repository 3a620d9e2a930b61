import type { AnyPid, Name } from '../record/index.ts'
import type { Core } from './core.ts'
import { anything, nothing } from './mailbox.ts'
import type { Priority } from './priority.ts'
import type { Process } from './process.ts'

/** What erlang:process_info/1 tells, in our spelling. */
export interface ProcessInfo {
  readonly pid: AnyPid
  readonly path: string
  readonly life: number
  readonly initialCall: string
  readonly behaviour: string | null
  readonly registeredName: string | null
  readonly status: 'runnable' | 'waiting' | 'suspended'
  readonly trapExit: boolean
  readonly links: readonly AnyPid[]
  /** What it monitors: pids, or the names it set the monitors on. */
  readonly monitors: readonly (AnyPid | Name<never>)[]
  readonly monitoredBy: readonly AnyPid[]
  readonly messages: readonly unknown[]
  readonly messageQueueLen: number
  readonly dictionary: ReadonlyMap<unknown, unknown>
  readonly parent: AnyPid | null
  readonly groupLeader: AnyPid
  readonly priority: Priority
  /** What `setLabel` has set; undefined when nothing was. */
  readonly label: unknown
  /** Steps taken so far. */
  readonly reductions: number
  /** The callback it is in, null between two; and what that callback is about. */
  readonly currentCallback: string | null
  readonly currentTag: string | null
  /** In a receive that no message can end, as `sleep` is. */
  readonly sleeping: boolean
}

/** A picture of a living process at this moment. */
export function processInfo(core: Core, process: Process): ProcessInfo {
  const waiting = process.status === 'waiting'
  return {
    pid: process.pid,
    path: process.pid.path,
    life: process.pid.life,
    initialCall: process.info.body,
    behaviour: process.info.behaviour,
    registeredName: process.name,
    status: process.paused ? 'suspended' : waiting ? 'waiting' : 'runnable',
    trapExit: process.trapExit,
    links: Array.from(process.links ?? [], (other) => other.pid),
    monitors: monitored(process),
    monitoredBy: Array.from(process.watchers ?? [], (monitor) => monitor.watcher),
    messages: process.mailbox?.toArray() ?? [],
    messageQueueLen: process.mailbox?.size ?? 0,
    dictionary: new Map(process.dictionary ?? []),
    parent: process.parent,
    groupLeader: process.groupLeader ?? process.pid,
    priority: process.priority ?? 'normal',
    label: labelOf(process),
    reductions: process.count,
    currentCallback: process.callback,
    currentTag: process.callback === null ? null : process.callbackTag,
    sleeping: waiting && process.receiving?.a === nothing,
  }
}

/** Whether the process waits for whatever message comes next: neither asleep nor for an answer. */
export function isIdle({ status, receiving, info }: Process): boolean {
  if (status !== 'waiting' || receiving === null) return false
  // Behaviours take whatever comes; in a bare process any receive may be the loop's, but a call's.
  if (info.behaviour !== null) return receiving.a === null || receiving.a === anything
  return receiving.a !== nothing && (receiving.c ?? null) === null
}

/** The key under which proc_lib keeps the label in the process dictionary. */
export const LABEL_KEY = '$process_label'

export function labelOf(process: Process): unknown {
  return process.dictionary?.get(LABEL_KEY)
}

function monitored(process: Process): (AnyPid | Name<never>)[] {
  const out: (AnyPid | Name<never>)[] = []
  for (const { monitor, target } of process.monitors?.values() ?? []) {
    if (monitor.name !== null) out.push({ kind: 'name', name: monitor.name })
    else if (target !== null) out.push(target.pid)
  }
  return out
}
