import { ErlangError, type AnyPid } from '../record/index.ts'
import { lastWords } from './channels.ts'
import type { Core } from './core.ts'
import { exitSignal } from './exits.ts'
import type { Process } from './process.ts'
import { sendSignal } from './send.ts'
import { Signal } from './signal.ts'

/**
 * erlang:link/1. Links are a set and symmetric; linking oneself or twice does nothing. A link to a
 * dead process is an error `noproc`, or for a process that traps exits an EXIT message.
 */
export function link(core: Core, process: Process, pid: AnyPid): void {
  const other = core.living.get(pid.id)
  process.answer = true
  if (other === process) return
  note(core, 'link', process, pid)
  if (other !== undefined) {
    if (process.links?.has(other) === true) return
    ;(process.links ??= new Set()).add(other)
    sendSignal(core, process, other, new Signal('link', null, null))
  } else if (process.trapExit) {
    const ghost = lastWords(core, pid, process)
    if (ghost === null) exitSignal(core, process, pid, 'noproc', 'link')
    else sendSignal(core, ghost, process, new Signal('exit', null, 'noproc'))
  } else {
    process.answer = new ErlangError('noproc', `link: ${pid.path} is not alive`)
    process.throws = true
  }
}

/** erlang:unlink/1: from now on the link has no effect on the caller, though the other side hears of it later. */
export function unlink(core: Core, process: Process, pid: AnyPid): void {
  const other = core.living.get(pid.id) ?? core.ghosts.get(pid.id)
  if (other === undefined || process.links?.delete(other) !== true) return
  note(core, 'unlink', process, pid)
  const open = (process.unlinking ??= new Map())
  open.set(other, (open.get(other) ?? 0) + 1)
  sendSignal(core, process, other, new Signal('unlink', null, null))
}

function note(core: Core, kind: 'link' | 'unlink', process: Process, other: AnyPid): void {
  core.hash(other.hash)
  if (core.watch === null) return
  core.watch({ kind, pid: process.pid, other, step: core.step, time: core.clock.now })
}
