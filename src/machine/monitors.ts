import { format, mix } from '../base/index.ts'
import { ErlangError, type AnyPid, type Name, type Ref } from '../record/index.ts'
import { lastWords } from './channels.ts'
import type { Core } from './core.ts'
import { tellDown } from './exits.ts'
import { flush } from './mailbox.ts'
import type { AliasMode, Process } from './process.ts'
import { sendSignal } from './send.ts'
import { Signal, type Monitor } from './signal.ts'

export interface MonitorOptions {
  /** First element of the DOWN message: `DOWN` by default. */
  readonly tag?: unknown
  /** Makes the reference an alias of the caller as well, for as long as the mode says. */
  readonly alias?: Exclude<AliasMode, 'reply'>
}

const MONITOR_ALIASES: readonly unknown[] = ['explicit_unalias', 'demonitor', 'reply_demonitor']

export function isMonitorAlias(given: unknown): boolean {
  return MONITOR_ALIASES.includes(given)
}

/** A new reference, named from its owner. Remembers how full the mailbox was: nothing older can contain it. */
export function makeRef(process: Process): Ref {
  const n = process.refs++
  const ref: Ref = { kind: 'ref', owner: process.pid, n, hash: mix(process.hash, n) }
  process.freshRef = ref
  process.freshFrom = process.mailbox === null ? 0 : process.mailbox.size
  return ref
}

/**
 * erlang:monitor/3. A name is looked up now: the monitor stays with the process found, not with the
 * name. Nobody there is no error: the DOWN message says `noproc`.
 */
export function monitor(
  core: Core,
  process: Process,
  target: AnyPid | string,
  options: MonitorOptions | undefined,
  newborn = false,
): Ref {
  const ref = makeRef(process)
  const name = typeof target === 'string' ? target : null
  const found = typeof target === 'string' ? core.names.get(target) : core.living.get(target.id)
  // Monitoring oneself is accepted and has no effect, not even that of an alias.
  if (found === process) return ref
  const alias = options?.alias ?? null
  if (alias !== null && !isMonitorAlias(alias)) {
    throw new ErlangError('badarg', `monitor knows no alias ${format(alias)}`)
  }
  const watched = found ?? null
  const made: Monitor = { ref, watcher: process.pid, name, tag: options?.tag ?? 'DOWN' }
  ;(process.monitors ??= new Map()).set(ref, { monitor: made, target: watched, alias })
  if (core.watch !== null) {
    const address: AnyPid | Name<never> =
      typeof target === 'string' ? { kind: 'name', name: target } : target
    const { step } = core
    core.watch({
      kind: 'monitor',
      pid: process.pid,
      target: address,
      ref,
      step,
      time: core.clock.now,
    })
  }
  // Monitoring is atomic with spawning: no signal travels to a process that has not begun.
  if (newborn) (watched!.watchers ??= new Set()).add(made)
  else if (watched !== null) sendSignal(core, process, watched, new Signal('monitor', null, made))
  else noproc(core, process, ref, target)
  return ref
}

function noproc(core: Core, process: Process, ref: Ref, target: AnyPid | string): void {
  const ghost = typeof target === 'string' ? null : lastWords(core, target, process)
  if (ghost !== null) sendSignal(core, ghost, process, new Signal('down', ref, 'noproc'))
  else tellDown(core, process, ref, typeof target === 'string' ? process.pid : target, 'noproc')
}

/** erlang:demonitor/2; answers whether a live monitor was removed, and with `flush` no DOWN was waiting. */
export function demonitor(core: Core, process: Process, ref: Ref, withFlush: boolean): boolean {
  const entry = process.monitors?.get(ref)
  if (entry !== undefined) {
    process.monitors!.delete(ref)
    entry.target?.watchers?.delete(entry.monitor)
    if (entry.alias === 'explicit_unalias') (process.aliases ??= new Map()).set(ref, entry.alias)
  }
  core.hash(ref.hash)
  if (core.watch !== null) {
    core.watch({ kind: 'demonitor', pid: process.pid, ref, step: core.step, time: core.clock.now })
  }
  if (withFlush && entry === undefined) flush(process, (message) => concerns(message, ref))
  return entry !== undefined
}

/** DOWN messages may carry another tag, so they are known by their shape. */
function concerns(message: unknown, ref: Ref): boolean {
  if (typeof message !== 'object' || message === null) return false
  const down = message as { readonly ref?: unknown; readonly type?: unknown }
  return down.ref === ref && down.type === 'process'
}

/** alias/1: a reference through which messages reach the caller. */
export function makeAlias(process: Process, mode: unknown): Ref {
  if (mode !== 'explicit_unalias' && mode !== 'reply') {
    throw new ErlangError('badarg', `alias takes explicit_unalias or reply, not ${format(mode)}`)
  }
  const ref = makeRef(process)
  ;(process.aliases ??= new Map()).set(ref, mode)
  return ref
}

/** unalias/1: answers whether the alias was active. */
export function unalias(process: Process, ref: Ref): boolean {
  const entry = process.monitors?.get(ref)
  if (entry !== undefined && entry.alias !== null) {
    process.monitors!.set(ref, { ...entry, alias: null })
    return true
  }
  return process.aliases?.delete(ref) === true
}
