import { decide, format, unreachable } from '../base/index.ts'
import { ErlangError, type Note } from '../record/index.ts'
import { refOf } from './addresses.ts'
import type { Core } from './core.ts'
import { mistake, type MistakeCode } from './halt.ts'
import { LABEL_KEY } from './info.ts'
import { listOf } from './lineage.ts'
import { makeRef } from './monitors.ts'
import { Code, type Operation } from './operation.ts'
import { setFlag } from './priority.ts'
import type { Process } from './process.ts'
import { publish, sealed, taken } from './seal.ts'

/**
 * Performs the operations that nobody else can notice: no scheduling point, answered on the spot.
 */
export function performQuiet(core: Core, process: Process, operation: Operation<unknown>): unknown {
  switch (operation.code) {
    case Code.self:
      return process.pid
    case Code.now:
      return core.clock.now
    case Code.random:
      return draw(core, process, operation.a as number | undefined)
    case Code.makeRef:
      return makeRef(process)
    case Code.get:
      return read(process, operation.a)
    case Code.put:
      return write(process, operation.a, operation.b)
    case Code.erase: {
      const old = read(process, operation.a)
      process.dictionary?.delete(operation.a)
      return old
    }
    case Code.trapExit:
      return setTrapExit(process, operation.a)
    case Code.note:
      return note(core, process, operation.a as Note)
    case Code.publish:
      return publish(core, process, operation.a)
    case Code.callback:
      return enterCallback(core, process, operation.a as string, operation.b as string)
    case Code.parent:
      return process.parent
    case Code.setLabel:
      return setLabel(core, process, operation.a)
    case Code.setFlag:
      return setFlag(process, operation.a, operation.b)
    case Code.abandonSpawn:
      // On one node the reply is there before anybody can ask for this.
      refOf('spawnRequestAbandon', operation.a)
      return false
    case Code.misuse:
      return misuse(core, process, operation)
    default:
      return unreachable(operation.code as never)
  }
}

function setTrapExit(process: Process, on: unknown): boolean {
  if (typeof on !== 'boolean') {
    throw new ErlangError('badarg', `trapExit takes true or false, not ${format(on)}`)
  }
  const old = process.trapExit
  process.trapExit = on
  return old
}

/** proc_lib:set_label/1. Others may read it, so it is given away as a message is. */
function setLabel(core: Core, process: Process, label: unknown): 'ok' {
  core.hash(sealed(core, process, 'setLabel', label))
  ;(process.dictionary ??= new Map()).set(LABEL_KEY, taken(core, label))
  return 'ok'
}

function misuse(core: Core, process: Process, { a, b, c }: Operation<unknown>): void {
  const [code, message, hint] = [a, b, c] as [MistakeCode, string, string]
  core.halt ??= mistake(code, process.pid, `${process.pid.path}: ${message}`, hint)
}

function write(process: Process, key: unknown, value: unknown): unknown {
  const old = read(process, key)
  ;(process.dictionary ??= new Map()).set(key, value)
  return old
}

/** What the dictionary holds; who stands behind the process is kept apart, unless it has been overwritten. */
function read(process: Process, key: unknown): unknown {
  const { dictionary } = process
  if (dictionary?.has(key) === true) return dictionary.get(key)
  if (key === '$ancestors') return listOf(process.ancestors)
  if (key === '$callers') return listOf(process.callers)
  return key === '$initial_call' && process.ancestors !== null ? process.info.body : undefined
}

/** A float in [0, 1), or a whole number below `limit`: the process's own n-th draw, whoever else draws. */
export function draw(core: Core, process: Process, limit: number | undefined): number {
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new ErlangError('badarg', `randomInt takes a whole number from 1, not ${String(limit)}`)
  }
  const n = process.draws++
  const high = decide(core.draws.root, process.hash, n) >>> 5
  const low = decide(core.draws.salt, process.hash, n) >>> 6
  const float = (high * 67_108_864 + low) / 9_007_199_254_740_992
  return limit === undefined ? float : Math.floor(float * limit)
}

function note(core: Core, process: Process, content: Note): void {
  if (core.watch === null) return
  core.watch({
    kind: 'note',
    pid: process.pid,
    note: content,
    step: core.step,
    time: core.clock.now,
  })
}

/**
 * A behaviour is about to run a callback of its user: here a `crash` fault strikes, as an error
 * thrown inside the callback would.
 */
function enterCallback(core: Core, process: Process, callback: string, tag: string): void {
  process.callback = callback
  process.callbackTag = tag
  if (core.watch !== null) note(core, process, { kind: 'callback', callback, tag })
}
