import { format } from '../base/index.ts'
import type { AnyPid, Body, Performable, ProcessLabel, Reason } from '../process/index.ts'
import {
  callback,
  Composite,
  exit,
  isExit,
  misuse,
  note,
  parent,
  publish,
  raise,
  reasonOf,
  receive,
  type ReceiveOptions,
  self,
  send,
  timeout as noMessage,
  trapExit,
} from '../process/index.ts'
import { lookUp, type Address, type ServerProtocol, type ServerRef, type StartName } from './address.ts'
import { claimName, labelOf, releaseName, startOrRaise, type Behaviour, type StartOptions } from './behaviour.ts'
import { answer, type From } from './from.ts'
import { callBody, CALL_TIMEOUT, type CallMessage, type CastMessage, type TimeLimit } from './gen.ts'
import type {
  ArgsOf,
  CallHandler,
  CastHandler,
  GenServerDefinition,
  ReplyOf,
} from './gen-server-types.ts'
import { acceptStop, crashReport, initAck, initFail, launch, stopProcess, type StartResult, type SystemMessage } from './proc-lib.ts'
import { Failed, ignore, NoReply, Ok, Reply, Stop, WithFrom, type Afterwards } from './results.ts'

/**
 * gen_server: one process that keeps a state and answers calls, written after gen_server.erl of
 * OTP 27. What a callback may return is in `results.ts`, how a process starts in `proc-lib.ts`.
 */

/** A server that can be started, with its protocol as a type. */
export interface GenServer<Protocol extends ServerProtocol>
  extends Behaviour<Protocol['start'], ServerRef<Protocol>> {
  readonly kind: 'gen_server'
  /** Starts it without a link; a start that fails raises `badmatch`. */
  start(...args: Protocol['start']): Performable<ServerRef<Protocol>>
  /** Starts it linked to the caller; a start that fails raises `badmatch`. */
  startLink(...args: Protocol['start']): Performable<ServerRef<Protocol>>
}

/** The address type of a server definition: `RefTo<typeof Counter>`. */
export type RefTo<Definition> =
  Definition extends GenServer<infer Protocol> ? ServerRef<Protocol> : never

/** Callbacks as the loop sees them, their types forgotten. */
type Callbacks = GenServerDefinition<
  readonly unknown[],
  unknown,
  Record<string, CallHandler<unknown>>,
  Record<string, CastHandler<unknown>>
>

/**
 * Defines a server. Its protocol is inferred: which calls with which arguments and answers, which
 * casts, which start arguments.
 *
 * @example
 * const Counter = genServer('Counter', {
 *   init: (start: number) => ({ count: start }),
 *   handleCall: { add: (state, by: number) => reply(state.count + by, { count: state.count + by }) },
 * })
 */
export function genServer<
  Args extends readonly unknown[],
  State,
  Calls extends Record<string, CallHandler<State>> = Record<never, never>,
  Casts extends Record<string, CastHandler<State>> = Record<never, never>,
>(
  name: string,
  definition: GenServerDefinition<Args, State, Calls, Casts>,
): GenServer<{
  start: Args
  state: State
  calls: { [Request in keyof Calls]: (...args: ArgsOf<Calls[Request]>) => ReplyOf<Calls[Request]> }
  casts: { [Request in keyof Casts]: (...args: ArgsOf<Casts[Request]>) => void }
}> {
  const callbacks = definition as unknown as Callbacks
  const is: ProcessLabel = { body: name, behaviour: 'gen_server' }
  const launchServer = (args: readonly unknown[], options: StartOptions): Performable<StartResult> =>
    launchGenServer(callbacks, is, args, options)
  const server = {
    kind: 'gen_server' as const,
    name,
    launch: launchServer,
    start: (...args: Args) => startOrRaise({ kind: 'gen_server', name, launch: launchServer }, args, {}),
    startLink: (...args: Args) =>
      startOrRaise({ kind: 'gen_server', name, launch: launchServer }, args, { link: true }),
  }
  // border: a pid is an address; which protocol it speaks is known from this definition alone.
  return server as never
}

/** Starts a process with the given callbacks: what every behaviour built on gen_server goes through. */
export function launchGenServer(
  callbacks: Callbacks,
  is: ProcessLabel,
  args: readonly unknown[],
  options: StartOptions,
): Performable<StartResult> {
  return new Composite(launchChecked, [callbacks, is, args, options])
}

/** A taken name fails the start before a process is made (gen:start/6). */
function* launchChecked(
  callbacks: Callbacks,
  is: ProcessLabel,
  args: readonly unknown[],
  options: StartOptions,
): Body<StartResult> {
  const { name, link, label, timeout, monitor, compat } = options
  if (name !== undefined) {
    const owner = yield* lookUp(name)
    if (owner !== undefined) return { error: { already_started: owner } }
  }
  return yield* launch(serve, [callbacks, is, args, name, link === true], {
    link: link === true,
    monitor: monitor === true,
    timeout: timeout ?? 'infinity',
    label: label ?? labelOf(name),
    is,
    compat,
  })
}

/** The life of a server process: name, init, loop (gen_server:init_it/6). */
function* serve(
  starter: AnyPid,
  callbacks: Callbacks,
  is: ProcessLabel,
  args: readonly unknown[],
  name: StartName | undefined,
  linked: boolean,
): Body {
  const me = yield* self<never>()
  if (name !== undefined) {
    const owner = yield* claimName(name, me)
    if (owner !== null) return yield* initFail(starter, { error: { already_started: owner } }, 'normal')
  }
  if (callbacks.trapExit === true) yield* trapExit(true)
  const server: Server = { callbacks, is, parent: linked ? starter : me }
  const first = yield* initialise(server, starter, args, name)
  yield* publish(first.state)
  yield* initAck(starter)
  yield* loop(server, first.state, first.afterwards)
}

interface Server {
  readonly callbacks: Callbacks
  readonly is: ProcessLabel
  /** Whose exit signal ends a server that traps exits; itself when it was started without a link. */
  readonly parent: AnyPid
}

/** Runs `init`; anything but a state ends the process after the starter has been told. */
function* initialise(
  server: Server,
  starter: AnyPid,
  args: readonly unknown[],
  name: StartName | undefined,
): Body<Ok<unknown>> {
  let result: unknown
  let isBare = true
  let failure: { readonly reason: Reason } | null = null
  try {
    yield* callback('init', server.is.body)
    result = server.callbacks.init(...args)
    if (isBody(result)) result = yield* result
  } catch (thrown) {
    if (thrown instanceof Error) failure = { reason: reasonOf(thrown) }
    // A thrown value counts as returned; but nobody throws a bare state.
    else [result, isBare] = [thrown, false]
  }
  if (failure === null) {
    if (result instanceof Ok) return result
    if (isBare && isState(result)) return new Ok(result, undefined)
  }
  if (name !== undefined) yield* releaseName(name)
  if (failure !== null) return yield* failStart(server, starter, failure.reason)
  if (result === ignore) return yield* initFail(starter, ignore, 'normal')
  if (result instanceof Stop) return yield* failStart(server, starter, result.reason)
  if (result instanceof Failed) return yield* initFail(starter, { error: result.error }, 'normal')
  return yield* failStart(server, starter, { bad_return_value: result })
}

function* failStart(server: Server, starter: AnyPid, reason: Reason): Body<never> {
  yield* crashReport(server.is, reason)
  return yield* initFail(starter, { error: reason }, reason)
}

/** Receives, handles, goes on with the next state: the heart of the server (gen_server:loop/7). */
function* loop(server: Server, firstState: unknown, first: Afterwards): Body<never> {
  const { callbacks } = server
  let state = firstState
  let afterwards = first
  for (;;) {
    let message: unknown
    if (afterwards !== undefined && 'continue' in afterwards) {
      // Runs before any message, even one that came during init.
      message = new Continue(afterwards.continue)
    } else {
      message = yield* receive(null, waitOf(afterwards))
      if (message === noMessage) message = 'timeout'
      else if (isExit(message) && message.from === server.parent) {
        return yield* terminate(server, message.reason, state)
      } else if (isSystem(message)) {
        return yield* terminate(server, yield* acceptStop(message), state)
      }
    }
    const from = isCall(message) ? message.from : null
    let result: unknown
    try {
      yield* callback(callbackFor(message), tagOf(message))
      result = invoke(callbacks, state, message)
      if (isBody(result)) result = yield* result
      if (result instanceof WithFrom && from !== null) result = result.decide(from as From)
    } catch (thrown) {
      if (thrown instanceof Error) return yield* terminate(server, reasonOf(thrown), state)
      // A thrown value counts as the callback's return value (gen_server:try_handle_call/3).
      result = thrown
    }
    if (result instanceof Reply && from !== null) yield* answer(from, result.value)
    else if (result instanceof Stop) return yield* stopAsAsked(server, result, from)
    else if (!(result instanceof NoReply)) return yield* badReturn(server, result, state)
    state = result.state
    afterwards = result.afterwards
    yield* publish(state)
  }
}

/** What `{continue, What}` puts before the mailbox. A class, because no message can be an instance of one. */
class Continue {
  readonly what: unknown
  constructor(what: unknown) {
    this.what = what
  }
}

function waitOf(afterwards: Afterwards): ReceiveOptions | undefined {
  if (afterwards === undefined || !('timeout' in afterwards)) return undefined
  return { after: afterwards.timeout }
}

/** Which callback a message is for. */
function callbackFor(message: unknown): CallbackName {
  if (message instanceof Continue) return 'handleContinue'
  const kind = kindOf(message)
  return kind === '$gen_call' ? 'handleCall' : kind === '$gen_cast' ? 'handleCast' : 'handleInfo'
}

type CallbackName = 'handleCall' | 'handleCast' | 'handleInfo' | 'handleContinue'

/** The word by which faults and reports know a message. */
function tagOf(message: unknown): string {
  const { call, cast, kind } = (message ?? {}) as Partial<CallMessage & CastMessage>
  if (kind === undefined) return typeof message === 'string' ? message : ''
  return String(call ?? cast ?? kind)
}

/** Runs the callback; a generator that it returns is for the loop to run. */
function invoke(callbacks: Callbacks, state: unknown, message: unknown): unknown {
  switch (callbackFor(message)) {
    case 'handleCall': {
      const { call, args, from } = message as CallMessage
      const { handleCall } = callbacks
      if (typeof handleCall === 'function') return handleCall(state, { call, args }, from as From)
      const handler = clause(handleCall, 'handleCall', call)
      return handler(state, ...args)
    }
    case 'handleCast': {
      const { cast, args } = message as CastMessage
      const { handleCast } = callbacks
      if (typeof handleCast === 'function') return handleCast(state, { cast, args })
      const handler = clause(handleCast, 'handleCast', cast)
      return handler(state, ...args)
    }
    case 'handleContinue':
      if (callbacks.handleContinue === undefined) return raise({ undef: 'handleContinue' })
      return callbacks.handleContinue(state, (message as Continue).what)
    case 'handleInfo':
      if (callbacks.handleInfo === undefined) return unexpected(state, message)
      return callbacks.handleInfo(state, message)
  }
}

/** The handler for a request; a request without one is what a missing clause is in Erlang. */
function clause<Handler>(
  handlers: Record<string, Handler> | undefined,
  where: string,
  request: string,
): Handler {
  if (handlers !== undefined && Object.hasOwn(handlers, request)) return handlers[request]!
  return raise({ function_clause: { callback: where, request } })
}

/** A server without handleInfo only warns of what it does not understand (gen_server:try_handle_info/3). */
function* unexpected(state: unknown, message: unknown): Body<NoReply<unknown>> {
  const data = { message: format(message) }
  yield* note({ kind: 'report', level: 'warning', report: 'unhandled_info', data })
  return new NoReply(state, undefined)
}

/** `{stop, …}`: terminate runs first, and the caller is answered even when it crashes. */
function* stopAsAsked(
  server: Server,
  result: Stop<unknown, unknown>,
  from: From<never> | null,
): Body<never> {
  const { reason, state, reply: last } = result
  try {
    return yield* terminate(server, reason, state)
  } finally {
    if (last !== undefined && from !== null) yield* answer(from, last.value)
  }
}

function* badReturn(server: Server, result: unknown, state: unknown): Body<never> {
  if (isThenable(result)) {
    yield* misuse(
      'escaped_promise',
      `a callback of ${server.is.body} returned a promise`,
      'callbacks are plain functions or generators; use call, receive and timers instead of await',
    )
  }
  return yield* terminate(server, { bad_return_value: result }, state)
}

/** Runs `terminate` and ends the process; what terminate throws takes the reason's place (gen_server:terminate/10). */
function* terminate(server: Server, reason: Reason, state: unknown): Body<never> {
  const { callbacks, is } = server
  if (callbacks.terminate !== undefined) {
    try {
      yield* callback('terminate', tagOfReason(reason))
      const result = callbacks.terminate(reason, state)
      if (isBody(result)) yield* result
    } catch (thrown) {
      if (thrown instanceof Error) {
        const worse = reasonOf(thrown)
        yield* crashReport(is, worse)
        return exit(worse)
      }
    }
  }
  yield* crashReport(is, reason)
  return exit(reason)
}

function tagOfReason(reason: Reason): string {
  return typeof reason === 'string' ? reason : ''
}

/**
 * Calls a server and waits for its answer, for five seconds at most (gen_server:call/2).
 *
 * @throws ExitError when the server is not there, dies before it answers, or takes too long; its
 * reason is a `CallFailure`.
 * @example
 * const total = yield* call(counter, 'add', 2)
 */
export function call<Protocol extends ServerProtocol, Request extends keyof Protocol['calls'] & string>(
  server: ServerRef<Protocol>,
  request: Request,
  ...args: Parameters<Protocol['calls'][Request]>
): Performable<ReturnType<Protocol['calls'][Request]>> {
  return asking(server, request, args, CALL_TIMEOUT)
}

/** As `call`, with a time limit in milliseconds, or `infinity` (gen_server:call/3). */
export function callWithin<
  Protocol extends ServerProtocol,
  Request extends keyof Protocol['calls'] & string,
>(
  limit: TimeLimit,
  server: ServerRef<Protocol>,
  request: Request,
  ...args: Parameters<Protocol['calls'][Request]>
): Performable<ReturnType<Protocol['calls'][Request]>> {
  return asking(server, request, args, limit)
}

function asking<Answer>(
  server: Address,
  request: string,
  args: readonly unknown[],
  limit: TimeLimit,
): Performable<Answer> {
  return new Composite(callBody, [server, request, args, limit]) as Performable<Answer>
}

/** Sends a request that nobody answers; it never fails, whoever is there (gen_server:cast/2). */
export function cast<Protocol extends ServerProtocol, Request extends keyof Protocol['casts'] & string>(
  server: ServerRef<Protocol>,
  request: Request,
  ...args: Parameters<Protocol['casts'][Request]>
): Performable<'ok'> {
  return new Composite(castBody, [server, request, args])
}

function* castBody(server: Address, request: string, args: readonly unknown[]): Body<'ok'> {
  const pid = yield* lookUp(server)
  if (pid !== undefined) {
    const message: CastMessage = { kind: '$gen_cast', cast: request, args }
    yield* send(pid as never, message)
  }
  return 'ok'
}

/**
 * Stops a server in an orderly way and waits until it is gone (gen_server:stop/1,3).
 *
 * @throws ExitError as `stopProcess` does.
 */
export function stopServer(
  server: Address,
  reason: Reason = 'normal',
  limit: TimeLimit = 'infinity',
): Performable<'ok'> {
  return stopProcess(server, reason, limit)
}

/**
 * Turns a process that was started by other means into a server (gen_server:enter_loop/3): it never
 * returns. Its parent is the process that spawned it.
 */
export function enterLoop<Args extends readonly unknown[], State>(
  definition: GenServerDefinition<Args, State, Record<never, never>, Record<never, never>>,
  state: State,
  afterwards?: Afterwards,
): Performable<never> {
  return new Composite(enter, [definition as unknown as Callbacks, state, afterwards])
}

function* enter(callbacks: Callbacks, state: unknown, afterwards: Afterwards): Body<never> {
  const is: ProcessLabel = { body: 'enterLoop', behaviour: 'gen_server' }
  const above = yield* parent()
  const server: Server = { callbacks, is, parent: above ?? (yield* self<never>()) }
  yield* publish(state)
  return yield* loop(server, state, afterwards)
}

function kindOf(message: unknown): unknown {
  return (message as { readonly kind?: unknown } | null | undefined)?.kind
}

function isCall(message: unknown): message is CallMessage {
  return kindOf(message) === '$gen_call'
}

function isSystem(message: unknown): message is SystemMessage {
  return kindOf(message) === '$system'
}

function isBody(value: unknown): value is Body<unknown> {
  return typeof (value as { readonly next?: unknown } | null | undefined)?.next === 'function'
}

function isThenable(value: unknown): boolean {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function'
}

/** Whether `init` has returned a bare state rather than one of the results that mean something else. */
function isState(result: unknown): boolean {
  const special =
    result === ignore ||
    result instanceof Stop ||
    result instanceof Failed ||
    result instanceof Reply ||
    result instanceof NoReply ||
    isThenable(result)
  return !special
}
