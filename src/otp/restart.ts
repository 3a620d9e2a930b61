import type { AnyPid, Body, Performable, Reason } from '../process/index.ts'
import { isOrderly, isPid, note, now, reasonOf, self, send } from '../process/index.ts'
import type { CheckedSpec, Child } from './child-spec.ts'
import type { CastMessage } from './gen.ts'
import { refuseAsync } from './results.ts'
import { endChild } from './shutdown.ts'
import type { DynamicChild, SupervisorState } from './supervisor-state.ts'

/**
 * Starting and restarting children (supervisor.erl: do_start_child/3, restart_child/3, restart/2).
 */

/** Whether the supervisor goes on or gives up. */
export type Verdict = 'go_on' | 'shutdown'

/** What came of starting a child: OTP's `{ok, Pid}`, `{ok, undefined}` after ignore, or an error. */
export type Started =
  { readonly ok: AnyPid | undefined; readonly info?: unknown } | { readonly error: Reason }

/** Runs the child's start function. Whatever it throws or answers amiss is a failed start. */
export function* startChildProcess(
  spec: CheckedSpec,
  label: string | undefined,
  extra: readonly unknown[],
): Body<Started> {
  let result: unknown
  try {
    result = spec.start({ label }, ...extra)
    if (isPerformable(result)) result = yield* result
    yield* refuseAsync(result)
  } catch (thrown) {
    if (thrown instanceof Error) return { error: { EXIT: reasonOf(thrown) } }
    // As with `catch apply(M, F, A)`, what is thrown counts as what is returned.
    result = thrown
  }
  if (result === 'ignore') return { ok: undefined }
  if (typeof result !== 'object' || result === null) return { error: result }
  const { ok, info, error } = result as { ok?: unknown; info?: unknown; error?: unknown }
  if (isPid(ok)) {
    yield* report('info', 'progress', { id: spec.id, pid: ok })
    return info === undefined ? { ok } : { ok, info }
  }
  return { error: 'error' in result ? error : result }
}

/** Something still to be performed. Lists can be gone through too, but are answers. */
function isPerformable(result: unknown): result is Performable<unknown> {
  const isObject = typeof result === 'object' && result !== null
  return isObject && !Array.isArray(result) && Symbol.iterator in result
}

/** Starts children in order; answers the first failure. Temporary ones that answer `ignore` are forgotten. */
export function* startAll(
  state: SupervisorState,
  children: readonly Child[],
): Body<{ readonly id: string; readonly reason: Reason } | null> {
  for (const child of children) {
    const { spec } = child
    const started = yield* startChildProcess(spec, spec.id, [])
    if ('error' in started) {
      yield* report('error', 'start_error', { id: spec.id, reason: started.error })
      return { id: spec.id, reason: started.error }
    }
    child.pid = started.ok
    if (started.ok === undefined && spec.restart === 'temporary') state.remove(child)
  }
  return null
}

/** A child has ended by itself: restart it, or leave it at that, as its kind says (supervisor:do_restart/3). */
export function* childEnded(state: SupervisorState, pid: AnyPid, reason: Reason): Body<Verdict> {
  if (state.template !== null) return yield* dynamicChildEnded(state, state.template, pid, reason)
  const child = state.byPid(pid)
  if (child === undefined) return 'go_on'
  const { restart: kind } = child.spec
  if (kind === 'permanent' || !isOrderly(reason)) {
    yield* report('error', 'child_terminated', { id: child.spec.id, pid, reason })
  }
  if (wantsRestart(child.spec, reason)) return yield* restart(state, child)
  state.retire(child)
  if (kind === 'temporary') yield* note({ kind: 'supervisor', spec: state.summary })
  return endsWith(state, child) ? 'shutdown' : 'go_on'
}

/** permanent: always; transient: after an abnormal end; temporary: never. */
function wantsRestart(spec: CheckedSpec, reason: Reason): boolean {
  return spec.restart === 'permanent' || (spec.restart === 'transient' && !isOrderly(reason))
}

/** Whether the end of a significant child ends its supervisor (supervisor: "Automatic Shutdown"). */
function endsWith(state: SupervisorState, child: Child): boolean {
  if (!child.spec.significant) return false
  if (state.autoShutdown === 'any_significant') return true
  if (state.autoShutdown === 'never') return false
  return !state.children.some((other) => other.spec.significant && other.pid !== undefined)
}

/** One attempt; it counts towards the intensity whether it succeeds or not. */
export function* restart(state: SupervisorState, child: Child): Body<Verdict> {
  if (!state.intensity.allows(yield* now())) {
    yield* tooManyRestarts(child.spec)
    state.retire(child)
    return 'shutdown'
  }
  const failed = yield* restartGroup(state, child)
  if (failed === null) return 'go_on'
  failed.pid = 'restarting'
  yield* tryAgainLater(failed.spec.id)
  return 'go_on'
}

/** Restarts whom the strategy says; answers the child that failed to start. */
function* restartGroup(state: SupervisorState, child: Child): Body<Child | null> {
  child.pid = undefined
  switch (state.strategy) {
    case 'rest_for_one':
      return yield* restartMany(state, state.children.slice(state.children.indexOf(child)))
    case 'one_for_all':
      return yield* restartMany(state, state.children)
    default: {
      const failure = yield* startAll(state, [child])
      return failure === null ? null : child
    }
  }
}

/** Ends the children in reverse order, then starts them again; temporary ones are not started again. */
function* restartMany(state: SupervisorState, children: readonly Child[]): Body<Child | null> {
  yield* terminateAll(state, children)
  const failure = yield* startAll(
    state,
    children.filter((child) => state.children.includes(child)),
  )
  return failure === null ? null : (state.byId(failure.id) ?? null)
}

/** Ends children one at a time in reverse start order, each waited for. */
export function* terminateAll(state: SupervisorState, children: readonly Child[]): Body {
  for (const child of children.toReversed()) {
    yield* endChild(child)
    state.retire(child)
  }
}

/**
 * The next attempt comes by a message to oneself, so that requests which are waiting are served in
 * between (supervisor.erl: try_again_restart).
 */
function* tryAgainLater(id: unknown): Body {
  const message: CastMessage = { kind: '$gen_cast', cast: 'try_again_restart', args: [id] }
  yield* send(yield* self(), message)
}

function* dynamicChildEnded(
  state: SupervisorState,
  template: CheckedSpec,
  pid: AnyPid,
  reason: Reason,
): Body<Verdict> {
  const child = state.dynamic.get(pid)
  if (child === undefined || child.restarting) return 'go_on'
  if (template.restart === 'permanent' || !isOrderly(reason)) {
    yield* report('error', 'child_terminated', { id: template.id, pid, reason })
  }
  if (wantsRestart(template, reason)) return yield* restartDynamic(state, template, pid, child)
  state.dynamic.delete(pid)
  return template.significant && autoShutdownOfDynamic(state) ? 'shutdown' : 'go_on'
}

function autoShutdownOfDynamic(state: SupervisorState): boolean {
  if (state.autoShutdown === 'any_significant') return true
  return state.autoShutdown === 'all_significant' && state.dynamic.size === 0
}

/** Restarts a child of a simple_one_for_one supervisor with the arguments it was started with. */
export function* restartDynamic(
  state: SupervisorState,
  template: CheckedSpec,
  pid: AnyPid,
  child: DynamicChild,
): Body<Verdict> {
  if (!state.intensity.allows(yield* now())) {
    yield* tooManyRestarts(template)
    state.dynamic.delete(pid)
    return 'shutdown'
  }
  const started = yield* startChildProcess(template, undefined, child.args)
  if ('error' in started) {
    yield* report('error', 'start_error', { id: template.id, reason: started.error })
    child.restarting = true
    yield* tryAgainLater(pid)
    return 'go_on'
  }
  state.dynamic.delete(pid)
  if (started.ok !== undefined || state.compat === 25) {
    state.dynamic.set(started.ok, { args: child.args, restarting: false })
  }
  return 'go_on'
}

function* tooManyRestarts(spec: CheckedSpec): Body {
  yield* report('error', 'shutdown', { id: spec.id, reason: 'reached_max_restart_intensity' })
}

/** Reports in the words of OTP's supervisor reports. */
export function* report(level: 'info' | 'error', name: string, data: unknown): Body {
  yield* note({ kind: 'report', level, report: name, data })
}
