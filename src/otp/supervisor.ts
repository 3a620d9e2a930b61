import { format, UsageError } from '../base/index.ts'
import type { AnyPid, Body, Performable, ProcessLabel, Reason } from '../process/index.ts'
import { isExit, isPid, note, raise } from '../process/index.ts'
import { startOrRaise, type Behaviour } from './behaviour.ts'
import type { CastRequest, Handled } from './gen-server-types.ts'
import type { StartResult } from './proc-lib.ts'
import {
  childEnded,
  report,
  restart,
  restartDynamic,
  startAll,
  terminateAll,
  type Verdict,
} from './restart.ts'
import {
  isBody,
  noreply,
  refuseAsync,
  stop,
  type InitStop,
  type NoReply,
  type Stop,
} from './results.ts'
import { launchGenServer } from './server-loop.ts'
import { terminateTogether } from './shutdown.ts'
import { administer } from './supervisor-calls.ts'
import { checkOptions, SupervisorState, type SupervisorOptions } from './supervisor-state.ts'

/**
 * supervisor: a gen_server that traps exits, starts its children in order, restarts them as its
 * strategy says, and ends them in reverse order. Written after supervisor.erl of OTP 27.
 */

/** A supervisor that can be started. */
export interface Supervisor<Args extends readonly unknown[]> extends Behaviour<Args, AnyPid> {
  readonly kind: 'supervisor'
  /** Starts it without a link; a start that fails raises `badmatch`. */
  start(...args: Args): Performable<AnyPid>
  /** Starts it linked to the caller; a start that fails raises `badmatch`. */
  startLink(...args: Args): Performable<AnyPid>
}

/**
 * Defines a supervisor: by its options, or by a function or generator that makes them from the start
 * arguments (and may answer `'ignore'`).
 *
 * @example
 * const Bank = supervisor('Bank', { strategy: 'rest_for_one', children: [child(Ledger), child(Teller)] })
 */
export function supervisor<Args extends readonly unknown[] = readonly []>(
  name: string,
  definition: SupervisorOptions | ((...args: Args) => Handled<SupervisorOptions | 'ignore'>),
): Supervisor<Args> {
  if (typeof definition !== 'function' && (typeof definition !== 'object' || definition === null)) {
    throw new UsageError(`supervisor was given ${format(definition)} for ${format(name)}`, {
      code: 'bad_definition',
      hint: "supervisor('Bank', { children: [child(Ledger)] }), or a function that makes the options",
    })
  }
  const is: ProcessLabel = { body: name, behaviour: 'supervisor' }
  const init = typeof definition === 'function' ? definition : (): SupervisorOptions => definition
  const behaviour: Behaviour<Args, AnyPid> = {
    kind: 'supervisor',
    name,
    launch: (args, options): Performable<StartResult> =>
      launchGenServer(callbacksOf(init as Init, options.compat), is, args, options),
  }
  return {
    ...behaviour,
    kind: 'supervisor',
    start: (...args) => startOrRaise(behaviour, args, {}),
    startLink: (...args) => startOrRaise(behaviour, args, { link: true }),
  }
}

type Init = (...args: readonly unknown[]) => unknown

function callbacksOf(init: Init, compat: 25 | undefined): Parameters<typeof launchGenServer>[0] {
  return {
    trapExit: true,
    init: (...args) => initialise(init, args, compat),
    handleCall: (state, request) => administer(state as SupervisorState, request),
    handleCast: (state, request) => tryAgain(state as SupervisorState, request),
    handleInfo: (state, message) => hear(state as SupervisorState, message),
    terminate: (reason, state) => shutDown(state as SupervisorState, reason),
  }
}

/** Starts all children in order; one that fails takes those before it down again (supervisor:init/1). */
function* initialise(
  init: Init,
  args: readonly unknown[],
  compat: 25 | undefined,
): Body<SupervisorState | InitStop | 'ignore'> {
  let given = init(...args)
  if (isBody(given)) given = yield* given
  yield* refuseAsync(given)
  if (given === 'ignore') return 'ignore'
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return stop({ bad_return: given })
  }
  const checked = checkOptions(given, compat)
  if ('error' in checked) return stop(checked.error)
  const state = new SupervisorState(checked.ok, compat)
  yield* note({ kind: 'supervisor', spec: state.summary })
  const failure = yield* startAll(state, state.children)
  if (failure === null) return state
  yield* shutDown(state, 'shutdown')
  const { id, reason } = failure
  return stop({ shutdown: { failed_to_start_child: id, reason } })
}

/** Exit messages of children; everything else is somebody's mistake and only told. */
function* hear(
  state: SupervisorState,
  message: unknown,
): Body<NoReply<SupervisorState> | Stop<SupervisorState>> {
  if (!isExit(message)) {
    yield* report('error', 'unexpected_message', { message })
    return noreply(state)
  }
  return outcome(state, yield* childEnded(state, message.from, message.reason))
}

/** The message to oneself that follows a failed restart. */
function* tryAgain(
  state: SupervisorState,
  { cast, args }: CastRequest,
): Body<NoReply<SupervisorState> | Stop<SupervisorState>> {
  const [which] = args
  if (cast !== 'try_again_restart')
    return raise({ function_clause: { callback: 'handleCast', request: cast } })
  if (state.template === null) {
    const child = state.byId(which)
    if (child?.pid !== 'restarting') return noreply(state)
    return outcome(state, yield* restart(state, child))
  }
  const child = isPid(which) ? state.dynamic.get(which) : undefined
  if (child === undefined || !child.restarting) return noreply(state)
  return outcome(state, yield* restartDynamic(state, state.template, which as AnyPid, child))
}

function outcome(
  state: SupervisorState,
  verdict: Verdict,
): NoReply<SupervisorState> | Stop<SupervisorState> {
  return verdict === 'go_on' ? noreply(state) : stop('shutdown', state)
}

/** Ends all children: in reverse start order, those of a simple_one_for_one supervisor together. */
function* shutDown(state: SupervisorState, reason: Reason): Body {
  yield* report('info', 'supervisor_stopping', { reason })
  if (state.template === null) yield* terminateAll(state, state.children)
  else {
    // OTP 25 falls over the entry without a process that it makes (`DynamicChildren`).
    if (state.dynamic.has(undefined)) raise('function_clause')
    const living = [...state.dynamic].filter(([, child]) => !child.restarting)
    yield* terminateTogether(state.template, living.map(([pid]) => pid).filter(isPid))
  }
}
