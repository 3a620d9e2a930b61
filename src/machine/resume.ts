import { format, isPromise } from '../base/index.ts'
import { reasonOf } from '../record/index.ts'
import type { Core } from './core.ts'
import { die } from './exits.ts'
import { settle } from './after.ts'
import { IDLE } from './candidate.ts'
import { goOn, throwInto } from './generator.ts'
import { mistake, type Mistake, type MistakeCode } from './halt.ts'
import { perform } from './interpreter.ts'
import {
  Code,
  Composite,
  FIRST_SCHEDULING_POINT,
  forgottenPlaces,
  nameOfOperation,
  openLedger,
  openOperations,
  Operation,
} from './operation.ts'
import { showPlace, userPlace } from './place.ts'
import type { Process } from './process.ts'
import { performQuiet } from './quiet.ts'
import { ready } from './ready.ts'
import { standing } from './standing.ts'

/**
 * One step of a process: it gets the answer to its last operation, runs to its next one, and that
 * is performed. Quiet operations on the way are no stop.
 */
export function resume(core: Core, process: Process): void {
  process.count++
  core.current = process
  const operation = nextOperation(core, process)
  // It comes out with a quiet one only when it must stop there.
  if (operation !== null && operation.code >= FIRST_SCHEDULING_POINT) act(core, process, operation)
}

/** Lets the process run to its next operation; null when it has come to its end, or the run has. */
function nextOperation(core: Core, process: Process): Operation<unknown> | null {
  openLedger()
  let stop
  try {
    stop = nextStop(process)
  } catch (thrown) {
    if (openOperations() !== 0 && core.halt === null) core.halt = forgotten(process)
    if (core.halt === null) die(core, process, reasonOf(thrown))
    return null
  }
  if (openOperations() !== 0) core.halt ??= unperformed(process, stop)
  if (core.halt !== null) return null
  // An operation is its own iterator result; all else that a generator hands out has no code.
  const operation = stop as unknown as Operation<unknown>
  if (operation.code !== undefined) return operation
  if (stop.done === true) finish(core, process, stop.value)
  else core.halt = bareYield(process, stop.value)
  return null
}

/** Performs an operation that touches the world, and offers the process's next step. */
function act(core: Core, process: Process, operation: Operation<unknown>): void {
  try {
    perform(core, process, operation)
    process.moment = standing(core.delivery, process, operation)
  } catch (error) {
    process.answer = error
    process.throws = true
  }
  if (core.halt !== null) return
  if (process.status === 'ready' && process.slot === IDLE) ready(core, process)
}

/** Performs a quiet operation of the process that is going on; answers whether it goes on. */
export function answerQuietly(core: Core, operation: Operation<unknown>): boolean {
  const process = core.current!
  const { code } = operation
  operation.value = performQuiet(core, process, operation)
  if (code === Code.callback || code === Code.note) strike(core, process, code)
  if (core.halt !== null || process.status === 'dead' || process.paused) return false
  if (process.throws) throw errorOf(process)
  return true
}

/**
 * At a callback and at a labelled point faults strike on the spot: those that are due here, and those
 * that being here has set off.
 */
function strike(core: Core, process: Process, code: number): void {
  if (core.after.length > 0) settle(core)
  const fault = process.crashNext
  if (
    fault !== null &&
    code === Code.callback &&
    (fault.when ?? process.callback) === process.callback
  ) {
    process.crashNext = null
    process.answer = fault.error
    process.throws = true
  }
}

/** The error that the process has been given in place of an answer. */
function errorOf(process: Process): unknown {
  const { answer } = process
  process.answer = undefined
  process.throws = false
  return answer
}

function nextStop(process: Process): IteratorResult<unknown, unknown> {
  if (process.throws) return throwInto(process.body, errorOf(process))
  const { answer } = process
  process.answer = undefined
  return goOn(process.body, answer)
}

function finish(core: Core, process: Process, value: unknown): void {
  if (isPromise(value)) core.halt = escapedPromise(process, 'returned a promise')
  else die(core, process, 'normal')
}

/** A plain `yield` of an operation leaves it unperformed too, and is the mistake to speak of. */
function unperformed(process: Process, stop: IteratorResult<unknown, unknown>): Mistake {
  const { done, value } = stop
  const bare = done === false && (value instanceof Operation || value instanceof Composite)
  return bare ? bareYield(process, value) : forgotten(process)
}

function forgotten(process: Process): Mistake {
  const stack = forgottenPlaces()[0] ?? null
  const what = `made an operation${at(stack)} and never performed it`
  return blame(process, 'forgotten_yield', what, 'write yield* before it', stack)
}

function bareYield(process: Process, value: unknown): Mistake {
  if (isPromise(value)) return escapedPromise(process, 'yielded a promise')
  const hint = 'write yield* instead of yield'
  if (value instanceof Operation || value instanceof Composite) {
    const name =
      value instanceof Operation ? `the operation ${nameOfOperation(value)}` : 'an operation'
    const stack = value.place ?? null
    const what = `yielded ${name}${at(stack)} without performing it`
    return blame(process, 'bare_yield', what, hint, stack)
  }
  return blame(process, 'bare_yield', `yielded ${format(value)}, which is no operation`, hint)
}

function at(stack: string | null): string {
  const place = stack === null ? null : userPlace(stack)
  return place === null ? '' : ` at ${showPlace(place)}`
}

function escapedPromise(process: Process, what: string): Mistake {
  const hint =
    'a run is one synchronous call: no promise can be waited for in it; use call, receive and timers'
  return blame(process, 'escaped_promise', what, hint)
}

function blame(
  process: Process,
  code: MistakeCode,
  what: string,
  hint: string,
  stack: string | null = null,
): Mistake {
  const who = `${process.pid.path} (${process.info.body})`
  return mistake(code, process.pid, `${who} ${what}`, hint, stack)
}
