import type { AnyPid, Body, Performable, Reason } from '../process/index.ts'
import { Composite, isAlive, isPid, note, raise } from '../process/index.ts'
import type { Address } from './address.ts'
import {
  checkOne,
  type CheckedSpec,
  type Child,
  type ChildSpec,
  type ChildType,
} from './child-spec.ts'
import { callBody } from './gen.ts'
import type { CallRequest } from './gen-server-types.ts'
import { report, startChildProcess, type Started } from './restart.ts'
import { reply, type Reply } from './results.ts'
import { endChild } from './shutdown.ts'
import type { SupervisorState } from './supervisor-state.ts'

/**
 * Administering children while the supervisor runs: the functions of supervisor.erl with every
 * answer they have, and below them how the supervisor carries them out.
 */

export type StartChildResult = Started
/** `'ok'`, or `{ error }` with `not_found`, `running`, `restarting`, `simple_one_for_one`. */
export type AdminResult = 'ok' | { readonly error: string }

/** One line of which_children: id, pid, type. */
export interface ChildInfo {
  /** `undefined` for the children of a simple_one_for_one supervisor. */
  readonly id: string | undefined
  readonly pid: AnyPid | 'restarting' | undefined
  readonly type: ChildType
}

export interface ChildCounts {
  readonly specs: number
  readonly active: number
  readonly supervisors: number
  readonly workers: number
}

/**
 * Starts a child from a specification; of a simple_one_for_one supervisor, from extra arguments
 * (supervisor:start_child/2).
 */
export function startChild(
  supervisor: Address,
  given: ChildSpec | readonly unknown[],
): Performable<StartChildResult> {
  return ask(supervisor, 'start_child', [given])
}

/**
 * Ends a child, named by its id or, under simple_one_for_one, by its pid. Unless it is temporary its
 * specification stays (supervisor:terminate_child/2).
 */
export function terminateChild(
  supervisor: Address,
  child: string | AnyPid,
): Performable<AdminResult> {
  return ask(supervisor, 'terminate_child', [child])
}

/** Starts a child that was ended (supervisor:restart_child/2). */
export function restartChild(supervisor: Address, id: string): Performable<StartChildResult> {
  return ask(supervisor, 'restart_child', [id])
}

/** Forgets a child that was ended (supervisor:delete_child/2). */
export function deleteChild(supervisor: Address, id: string): Performable<AdminResult> {
  return ask(supervisor, 'delete_child', [id])
}

/** All children, latest first (supervisor:which_children/1). */
export function whichChildren(supervisor: Address): Performable<readonly ChildInfo[]> {
  return ask(supervisor, 'which_children', [])
}

/** Numbers of specifications, living children, supervisors and workers (supervisor:count_children/1). */
export function countChildren(supervisor: Address): Performable<ChildCounts> {
  return ask(supervisor, 'count_children', [])
}

/** The specification of a child, by id or pid (supervisor:get_childspec/2). */
export function getChildspec(
  supervisor: Address,
  child: string | AnyPid,
): Performable<{ readonly ok: CheckedSpec } | { readonly error: 'not_found' }> {
  return ask(supervisor, 'get_childspec', [child])
}

function ask<Answer>(
  supervisor: Address,
  request: string,
  args: readonly unknown[],
): Performable<Answer> {
  return new Composite(callBody, [supervisor, request, args, 'infinity']) as Performable<Answer>
}

/** Carries a request out and answers it. */
export function* administer(
  state: SupervisorState,
  { call, args }: CallRequest,
): Body<Reply<unknown, SupervisorState>> {
  const [given] = args
  switch (call) {
    case 'start_child':
      return reply(yield* doStart(state, given), state)
    case 'terminate_child':
      return reply(yield* doTerminate(state, given), state)
    case 'restart_child':
      return reply(yield* doRestart(state, given), state)
    case 'delete_child':
      return reply(yield* doDelete(state, given), state)
    case 'which_children':
      return reply(childrenOf(state), state)
    case 'count_children':
      return reply(yield* countsOf(state), state)
    case 'get_childspec':
      return reply(yield* specOf(state, given), state)
    default:
      return raise({ function_clause: { callback: 'handleCall', request: call } })
  }
}

function* doStart(state: SupervisorState, given: unknown): Body<StartChildResult> {
  if (state.template !== null) {
    if (!Array.isArray(given)) return { error: { badarg: given } }
    const started = yield* startChildProcess(state.template, undefined, given)
    if ('ok' in started && started.ok !== undefined) {
      state.dynamic.set(started.ok, { args: given, restarting: false })
    }
    return started
  }
  const checked = checkOne(given, state.autoShutdown)
  if ('error' in checked) return checked
  const spec = checked.ok
  const known = state.byId(spec.id)
  if (known !== undefined) {
    return { error: isPid(known.pid) ? { already_started: known.pid } : 'already_present' }
  }
  const started = yield* startChildProcess(spec, spec.id, [])
  if ('error' in started) return { error: startError(state, started.error, spec) }
  if (started.ok !== undefined || spec.restart !== 'temporary') {
    state.children = [...state.children, { spec, pid: started.ok }]
    yield* note({ kind: 'supervisor', spec: state.summary })
  }
  return started
}

/** `{error, {Reason, Child}}`; from OTP 26 on bare when the start function says that the child is there. */
function startError(state: SupervisorState, reason: Reason, spec: CheckedSpec): Reason {
  const there = typeof reason === 'object' && reason !== null && 'already_started' in reason
  return there && state.compat !== 25 ? reason : { reason, child: spec.id }
}

function* doTerminate(state: SupervisorState, given: unknown): Body<AdminResult> {
  if (state.template !== null) return yield* terminateDynamic(state, state.template, given)
  const child = state.byId(given)
  if (child === undefined) return { error: 'not_found' }
  yield* report('info', 'child_terminated_by_request', { id: child.spec.id })
  yield* endChild(child)
  yield* retire(state, child)
  return 'ok'
}

function* terminateDynamic(
  state: SupervisorState,
  template: CheckedSpec,
  given: unknown,
): Body<AdminResult> {
  if (!isPid(given)) return { error: 'simple_one_for_one' }
  const child = state.dynamic.get(given)
  if (child === undefined) {
    if (yield* isAlive(given)) return { error: 'not_found' }
    // OTP takes the dead for a child without a process, and forgets the one that there may be.
    state.dynamic.delete(undefined)
    return 'ok'
  }
  yield* report('info', 'child_terminated_by_request', { id: null, pid: given })
  if (!child.restarting) yield* endChild({ spec: template, pid: given })
  state.dynamic.delete(given)
  return 'ok'
}

function* doRestart(state: SupervisorState, given: unknown): Body<StartChildResult> {
  if (state.template !== null) return { error: 'simple_one_for_one' }
  const child = state.byId(given)
  if (child === undefined) return { error: 'not_found' }
  if (child.pid === 'restarting') return { error: 'restarting' }
  if (child.pid !== undefined) return { error: 'running' }
  const started = yield* startChildProcess(child.spec, child.spec.id, [])
  if ('ok' in started) child.pid = started.ok
  return started
}

function* doDelete(state: SupervisorState, given: unknown): Body<AdminResult> {
  if (state.template !== null) return { error: 'simple_one_for_one' }
  const child = state.byId(given)
  if (child === undefined) return { error: 'not_found' }
  if (child.pid === 'restarting') return { error: 'restarting' }
  if (child.pid !== undefined) return { error: 'running' }
  state.remove(child)
  yield* note({ kind: 'supervisor', spec: state.summary })
  return 'ok'
}

function* retire(state: SupervisorState, child: Child): Body {
  state.retire(child)
  if (child.spec.restart === 'temporary') yield* note({ kind: 'supervisor', spec: state.summary })
}

function childrenOf(state: SupervisorState): readonly ChildInfo[] {
  const { template } = state
  if (template === null) {
    return state.children
      .map(({ spec, pid }) => ({ id: spec.id, pid, type: spec.type }))
      .toReversed()
  }
  return Array.from(state.dynamic, ([pid, child]) => ({
    id: undefined,
    pid: child.restarting ? ('restarting' as const) : pid,
    type: template.type,
  }))
}

function* countsOf(state: SupervisorState): Body<ChildCounts> {
  if (state.template !== null) {
    const total = state.dynamic.size
    const active = [...state.dynamic.values()].filter((child) => !child.restarting).length
    const supervisors = state.template.type === 'supervisor' ? total : 0
    return { specs: 1, active, supervisors, workers: total - supervisors }
  }
  const supervisors = state.children.filter(({ spec }) => spec.type === 'supervisor').length
  let active = 0
  for (const { pid } of state.children) if (isPid(pid) && (yield* isAlive(pid))) active++
  return {
    specs: state.children.length,
    active,
    supervisors,
    workers: state.children.length - supervisors,
  }
}

/** Only of a simple_one_for_one supervisor by pid too; the dead are taken for its children there. */
function* specOf(
  state: SupervisorState,
  given: unknown,
): Body<{ readonly ok: CheckedSpec } | { readonly error: 'not_found' }> {
  const { template } = state
  if (template !== null) {
    const isChild = isPid(given)
      ? state.dynamic.has(given) || !(yield* isAlive(given))
      : given === template.id
    return isChild ? { ok: template } : { error: 'not_found' }
  }
  const child = state.byId(given)
  return child === undefined ? { error: 'not_found' } : { ok: child.spec }
}
