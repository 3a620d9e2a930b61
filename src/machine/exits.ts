import { fingerprint, sealState } from '../base/index.ts'
import type { AnyPid, Reason, Ref } from '../record/index.ts'
import { dispose } from './channels.ts'
import type { Core } from './core.ts'
import { arrive } from './mailbox.ts'
import type { Process } from './process.ts'
import { sendSignal } from './send.ts'
import { Signal } from './signal.ts'
import { forget, stopAfter } from './timers.ts'

/**
 * Receiving an exit signal, row by row as in "Receiving Exit Signals" of the Erlang reference
 * manual (Processes). `via` tells exit/2 from a link: only exit/2 kills with `kill`.
 */
export function exitSignal(
  core: Core,
  process: Process,
  from: AnyPid,
  reason: Reason,
  via: 'exit' | 'link',
): void {
  if (reason === 'kill' && via === 'exit') die(core, process, 'killed')
  else if (process.trapExit) arrive(core, process, { kind: 'EXIT', from, reason }, ++core.signals)
  else if (reason !== 'normal') die(core, process, reason)
  // `normal` ends nobody but the process that sends it to itself.
  else if (from === process.pid && via === 'exit') die(core, process, 'normal')
}

/** A monitored process is down: the watcher gets its message, unless it has demonitored. */
export function tellDown(
  core: Core,
  process: Process,
  ref: Ref,
  from: AnyPid,
  reason: Reason,
): void {
  const entry = process.monitors?.get(ref)
  if (entry === undefined) return
  process.monitors!.delete(ref)
  if (entry.alias === 'explicit_unalias') (process.aliases ??= new Map()).set(ref, entry.alias)
  const { tag, name } = entry.monitor
  const object = name === null ? from : { kind: 'name', name }
  const message = { kind: tag, ref, type: 'process', object, reason }
  arrive(core, process, message, ++core.signals)
}

/**
 * The end of a process. Its generator is dropped where it stands: no `finally` runs, as on the
 * BEAM. Its name is free before anybody hears of it; links are told before monitors, and all that
 * in channels behind its last messages.
 */
export function die(core: Core, process: Process, reason: Reason): void {
  if (process.status === 'dead') return
  process.status = 'dead'
  process.exitReason = reason
  core.hash(process.hash)
  core.hash(core.values === 'freeze' ? sealState(reason) : fingerprint(reason))
  core.living.remove(process)
  core.enabled.remove(process)
  if (core.watch !== null) {
    core.watch({ kind: 'exit', pid: process.pid, reason, step: core.step, time: core.clock.now })
  }
  if (process.name !== null) core.names.delete(process.name)
  stopAfter(core, process)
  if (process.timers !== null) for (const timer of process.timers) forget(core, timer)
  dropMonitors(process)
  if (process.links !== null) {
    for (const other of process.links) {
      sendSignal(core, process, other, new Signal('link_exit', null, reason))
    }
  }
  if (process.watchers !== null) {
    for (const { ref, watcher } of process.watchers) {
      const other = core.living.get(watcher.id)
      if (other !== undefined) sendSignal(core, process, other, new Signal('down', ref, reason))
    }
  }
  release(core, process)
}

function dropMonitors(process: Process): void {
  if (process.monitors === null) return
  for (const { target, monitor } of process.monitors.values()) target?.watchers?.delete(monitor)
}

/** Frees what the dead process held. What it has still under way keeps it as a ghost. */
function release(core: Core, process: Process): void {
  process.receiving = null
  process.answer = undefined
  process.mailbox = null
  process.monitors = null
  process.watchers = null
  process.links = null
  process.aliases = null
  process.timers = null
  process.dictionary = null
  if (process.incoming !== null) {
    for (const channel of process.incoming) if (channel.size === 0) dispose(core, channel)
  }
  if (process.outgoing !== null) {
    for (const channel of process.outgoing.values()) {
      if (channel.size === 0) dispose(core, channel)
    }
    if (process.outgoing.size > 0) core.ghosts.set(process.pid.id, process)
  }
}
