import { format } from '../base/index.ts'
import { reasonOf } from '../record/index.ts'
import type { Core } from './core.ts'
import { die } from './exits.ts'
import { mistake, type Mistake } from './halt.ts'
import { perform, performQuiet } from './interpreter.ts'
import {
  FIRST_SCHEDULING_POINT,
  forgottenPlaces,
  openLedger,
  openOperations,
  type Operation,
} from './operation.ts'
import type { Process } from './process.ts'
import { ready } from './ready.ts'

/**
 * One step of a process: it gets the answer to its last operation, runs to its next one, and that
 * is performed. Quiet operations on the way are no stop.
 */
export function resume(core: Core, process: Process): void {
  process.count++
  core.current = process
  for (;;) {
    openLedger()
    let stop
    try {
      stop = goOn(process)
    } catch (thrown) {
      if (openOperations() !== 0 && core.halt === null) core.halt = forgotten(process)
      if (core.halt === null) die(core, process, reasonOf(thrown))
      return
    }
    if (openOperations() !== 0) core.halt ??= forgotten(process)
    if (core.halt !== null) return
    const operation = stop as unknown as Operation<unknown>
    const code = operation.code
    if (code === undefined) {
      if (stop.done === true) finish(core, process, stop.value)
      else core.halt = bareYield(process, stop.value)
      return
    }
    if (code < FIRST_SCHEDULING_POINT) {
      performQuiet(core, process, operation)
      if (core.halt !== null) return
      continue
    }
    try {
      perform(core, process, operation)
    } catch (error) {
      process.answer = error
      process.throws = true
    }
    if (process.status === 'ready' && process.slot === -1) ready(core, process)
    return
  }
}

function goOn(process: Process): IteratorResult<unknown, unknown> {
  const { answer } = process
  process.answer = undefined
  if (!process.throws) return process.body.next(answer)
  process.throws = false
  return process.body.throw(answer)
}

function finish(core: Core, process: Process, value: unknown): void {
  if (value instanceof Promise) core.halt = escapedPromise(process, 'returned a promise')
  else die(core, process, 'normal')
}

function forgotten(process: Process): Mistake {
  const places = forgottenPlaces()
  return mistake(
    'forgotten_yield',
    process.pid,
    `${process.pid.path} (${process.info.body}) made an operation and never performed it`,
    'write yield* before it',
    places[0] ?? null,
  )
}

function bareYield(process: Process, value: unknown): Mistake {
  if (value instanceof Promise) return escapedPromise(process, 'yielded a promise')
  return mistake(
    'bare_yield',
    process.pid,
    `${process.pid.path} (${process.info.body}) yielded ${format(value)}, which is no operation`,
    'write yield* instead of yield',
  )
}

function escapedPromise(process: Process, what: string): Mistake {
  return mistake(
    'escaped_promise',
    process.pid,
    `${process.pid.path} (${process.info.body}) ${what}`,
    'a run is one synchronous call: no promise can be waited for in it; use call, receive and timers',
  )
}
