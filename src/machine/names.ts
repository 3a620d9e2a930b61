import { format, hashString } from '../base/index.ts'
import { ErlangError, isName, type AnyPid } from '../record/index.ts'
import type { Core } from './core.ts'
import type { Process } from './process.ts'

/**
 * erlang:register/2. One name, one process, both ways: `badarg` for a name in use, a process that
 * has one already or is dead, and for the atom `undefined`.
 */
export function register(core: Core, caller: Process, given: unknown, pid: AnyPid): true {
  const name = nameFrom('register', given)
  const process = core.living.get(pid.id)
  if (name === 'undefined') throw badName('register', name, 'is no name')
  if (process === undefined)
    throw badName('register', name, `would go to ${pid.path}, which is dead`)
  if (core.names.has(name)) throw badName('register', name, 'is taken')
  if (process.name !== null) {
    throw badName('register', name, `would be a second name of ${process.name}`)
  }
  core.names.set(name, process)
  process.name = name
  note(core, 'register', caller, process, name)
  return true
}

/** erlang:unregister/1: `badarg` for a name that nobody has. */
export function unregister(core: Core, caller: Process, given: unknown): true {
  const name = nameFrom('unregister', given)
  const process = core.names.get(name)
  if (process === undefined) throw badName('unregister', name, 'is not registered')
  core.names.delete(name)
  process.name = null
  note(core, 'unregister', caller, process, name)
  return true
}

/** erlang:whereis/1. */
export function whereis(core: Core, given: unknown): AnyPid | undefined {
  const name = nameFrom('whereis', given)
  core.hash(hashString(name))
  return core.names.get(name)?.pid
}

/** The atom behind a name, however it is written. */
export function nameFrom(operation: string, given: unknown): string {
  if (typeof given === 'string') return given
  if (isName(given)) return given.name
  throw new ErlangError('badarg', `${operation} takes a name, not ${format(given)}`)
}

function badName(operation: string, name: string, what: string): ErlangError {
  return new ErlangError('badarg', `${operation}: ${name} ${what}`)
}

function note(
  core: Core,
  kind: 'register' | 'unregister',
  caller: Process,
  owner: Process,
  name: string,
): void {
  core.hash(hashString(name))
  core.hash(caller.hash)
  if (core.watch === null) return
  core.watch({ kind, pid: owner.pid, name, step: core.step, time: core.clock.now })
}
