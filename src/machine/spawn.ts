import { hashNumber, hashString, isPromise, mix } from '../base/index.ts'
import { THIS_NODE, type AnyPid, type Pid, type Ref } from '../record/index.ts'
import type { Core } from './core.ts'
import { generatorFor } from './generator.ts'
import { mistake } from './halt.ts'
import { ancestry, callersOf } from './lineage.ts'
import { monitor, type MonitorOptions } from './monitors.ts'
import type { Body } from './operation.ts'
import { priorityOf, type Priority } from './priority.ts'
import { Process, type ProcessLabel } from './process.ts'
import { ready } from './ready.ts'

/** Any generator function that a process may run. */
export type BodyFunction<Args extends readonly unknown[] = readonly never[]> = (
  ...args: Args
) => Body<unknown>

export interface SpawnOptions {
  /** Links parent and child, atomically with the creation. */
  readonly link?: boolean
  /** Monitors the child, atomically with the creation: spawn then answers `{ pid, ref }`. */
  readonly monitor?: boolean | MonitorOptions
  /**
   * The last part of the process's path, kept over restarts (its lives are counted). Without it the
   * path ends in the body's name and a number.
   */
  readonly label?: string
  /** What the process is: for reports, selectors and process info. */
  readonly is?: ProcessLabel
  /** Notes the parent and its ancestors under `$ancestors` in the process dictionary, as proc_lib does. */
  readonly ancestors?: boolean
  /** Notes the parent and those it works for under `$callers`, as Elixir's Task does. */
  readonly callers?: boolean
  /** Remembered and told by process info; the schedule does not care. */
  readonly priority?: Priority
}

/** Creates a process; it takes its first step when it is chosen. Null when the machine has halted. */
export function spawn(
  core: Core,
  parent: Process | null,
  body: BodyFunction,
  args: readonly unknown[],
  options: SpawnOptions,
): Process | null {
  const priority = options.priority === undefined ? null : priorityOf('spawn', options.priority)
  const started = startBody(core, parent, body, args)
  if (started === null) return null
  const info = options.is ?? { body: bodyName(body), behaviour: null }
  const pid = makePid(core, parent, info, options.label)
  const process = new Process(pid, parent?.pid ?? null, started, info)
  process.priority = priority
  if (parent !== null) process.groupLeader = parent.groupLeader ?? parent.pid
  if (parent !== null && options.ancestors === true) process.ancestors = ancestry(parent)
  if (parent !== null && options.callers === true) process.callers = callersOf(parent)
  core.living.add(process)
  core.hash(process.hash)
  if (core.living.size > core.limits.processes) {
    core.halt ??= { kind: 'limit', limit: 'processes', value: core.living.size, pid }
  }
  if (core.watch !== null) {
    core.watch({
      kind: 'spawn',
      pid,
      parent: parent?.pid ?? null,
      body: info.body,
      link: options.link === true,
      step: core.step,
      time: core.clock.now,
    })
  }
  if (options.link === true && parent !== null) {
    ;(parent.links ??= new Set()).add(process)
    ;(process.links ??= new Set()).add(parent)
  }
  ready(core, process)
  return process
}

/** spawn_opt with `monitor`: answers the reference. */
export function monitorChild(
  core: Core,
  parent: Process,
  child: Process,
  options: true | MonitorOptions,
): Ref {
  return monitor(core, parent, child.pid, options === true ? undefined : options, true)
}

function startBody(
  core: Core,
  parent: Process | null,
  body: BodyFunction,
  args: readonly unknown[],
): Body<unknown> | null {
  const pid = parent?.pid ?? null
  const name = typeof body === 'function' ? bodyName(body) : String(body)
  const hint = `write function* ${name}(…) { … } and yield* its operations`
  if (typeof body !== 'function') {
    core.halt ??= mistake('not_a_generator', pid, `spawn was given ${name}, not a function`, hint)
    return null
  }
  let made: unknown
  try {
    made = (body as (...given: readonly unknown[]) => unknown)(...args)
  } catch (error) {
    // Parameters are taken apart here, but they are the child's: it crashes, not who has spawned it.
    return failing(error)
  }
  if (isGenerator(made)) return generatorFor(made)
  const what = isAsynchronous(made) ? 'an async function' : 'no generator function'
  core.halt ??= mistake('not_a_generator', pid, `spawn was given ${name}, which is ${what}`, hint)
  return null
}

function* failing(error: unknown): Body<never> {
  throw error
}

/** The promise of an async function, which nobody will wait for, or an async generator. */
function isAsynchronous(made: unknown): boolean {
  if (isPromise(made)) {
    made.then(undefined, () => undefined)
    return true
  }
  return typeof made === 'object' && made !== null && Symbol.asyncIterator in made
}

function isGenerator(value: unknown): value is Body<unknown> {
  if (typeof value !== 'object' || value === null) return false
  const { next, throw: raise, [Symbol.iterator]: iterator } = value as Partial<Body<unknown>>
  return [next, raise, iterator].every((method) => typeof method === 'function')
}

function bodyName(body: { readonly name: string }): string {
  return body.name === '' ? 'process' : body.name
}

function makePid(
  core: Core,
  parent: Process | null,
  info: ProcessLabel,
  label: string | undefined,
): AnyPid {
  const above = parent === null || parent.pid.path === '/' ? '' : parent.pid.path
  const last = label ?? (parent === null ? '' : numbered(parent, info))
  const path = `${above}/${last}`
  // A bare spawn's number begins anew in each life of its parent, so it lives that parent's life.
  const life = label === undefined ? (parent?.pid.life ?? 0) : nextLife(core, path)
  const name = mix(parent === null ? 0x0bb38435 : parent.pid.hash, hashString(last))
  const hash = label === undefined ? name : mix(name, hashNumber(life))
  const id = ++core.created
  const pid: Pid<never> = { kind: 'pid', node: THIS_NODE, id, path, life, hash }
  return pid
}

/** `echo#1`, `echo#2`, … ; of a behaviour's processes the first needs no number. */
function numbered(parent: Process, info: ProcessLabel): string {
  const counts = (parent.spawned ??= new Map())
  const k = (counts.get(info.body) ?? 0) + 1
  counts.set(info.body, k)
  return info.behaviour !== null && k === 1 ? info.body : `${info.body}#${k}`
}

function nextLife(core: Core, path: string): number {
  const life = core.lives.get(path) ?? 0
  core.lives.set(path, life + 1)
  return life
}
