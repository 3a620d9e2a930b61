import { format } from '../base/index.ts'
import type { AnyPid, Body, Performable, ProcessLabel, Reason } from '../process/index.ts'
import {
  callback,
  Composite,
  exit,
  isExit,
  isRef,
  note,
  parent,
  publish,
  raise,
  reasonOf,
  receive,
  type ReceiveOptions,
  self,
  timeout as noMessage,
  trapExit,
} from '../process/index.ts'
import { lookUp, type StartName } from './address.ts'
import { claimName, labelOf, releaseName, type StartOptions } from './behaviour.ts'
import { answer, isFrom, type From } from './from.ts'
import { isTimeLimit, type CallMessage, type CastMessage } from './gen.ts'
import type { CallHandler, CastHandler, GenServerDefinition } from './gen-server-types.ts'
import {
  acceptStop,
  crashReport,
  initAck,
  initFail,
  launch,
  type StartResult,
  type SystemMessage,
} from './proc-lib.ts'
import {
  Failed,
  ignore,
  InitStop,
  isBody,
  NoReply,
  Ok,
  refuseAsync,
  Reply,
  Stop,
  WithFrom,
  type Afterwards,
} from './results.ts'
import { tagOf } from './tag.ts'

/**
 * The life of a server's process, from its start to its end: the part of gen_server.erl (OTP 27)
 * that runs in the server. What its clients do is in `gen-server.ts`.
 */

/** Callbacks as the loop sees them, their types forgotten. */
export type Callbacks = GenServerDefinition<
  readonly unknown[],
  unknown,
  Record<string, CallHandler<unknown>>,
  Record<string, CastHandler<unknown>>
>

/** Starts a process with the given callbacks: what every behaviour built on gen_server goes through. */
export function launchGenServer(
  callbacks: Callbacks,
  is: ProcessLabel,
  args: readonly unknown[],
  options: StartOptions,
): Performable<StartResult> {
  return new Composite(launchServer, [callbacks, is, args, options])
}

/** A taken name fails the start before a process is made (gen:start/6). */
function* launchServer(
  callbacks: Callbacks,
  is: ProcessLabel,
  args: readonly unknown[],
  options: StartOptions,
): Body<StartResult> {
  const { name, link, label, timeout, monitor } = options
  if (name !== undefined) {
    const owner = yield* lookUp(name)
    if (owner !== undefined) return { error: { already_started: owner } }
  }
  return yield* launch(serve, [callbacks, is, args, options], {
    link: link === true,
    monitor: monitor === true,
    timeout: timeout ?? 'infinity',
    label: label ?? labelOf(name),
    is,
  })
}

interface Server {
  readonly callbacks: Callbacks
  readonly is: ProcessLabel
  /** Whose exit signal ends a server that traps exits; itself when it was started without a link. */
  readonly parent: AnyPid
}

/** The life of a server: name, init, loop (gen:init_it/7, gen_server:init_it/6). */
function* serve(
  starter: AnyPid,
  callbacks: Callbacks,
  is: ProcessLabel,
  args: readonly unknown[],
  { name, link, compat }: StartOptions,
): Body {
  const me = yield* self<never>()
  if (name !== undefined) {
    const taken = yield* claimName(name, me)
    if (taken !== null) return yield* initFail(starter, { error: taken }, 'normal')
  }
  if (callbacks.trapExit === true) yield* trapExit(true)
  const server: Server = { callbacks, is, parent: link === true ? starter : me }
  const first = yield* initialise(server, args)
  if (first instanceof Ok) {
    yield* publish(first.state)
    yield* initAck(starter)
    return yield* loop(server, first.state, first.afterwards)
  }
  // The name is free before the starter hears of the failure: it may try again at once.
  if (name !== undefined) yield* releaseName(name)
  yield* crashReport(is, first.reason)
  if (compat === 25) yield* initAck(starter, first.answer)
  else if (first.quiet) return yield* initFail(starter, first.answer, first.reason)
  return exit(first.reason)
}

/** A start that has come to nothing: what the starter is to be answered, and how the process ends. */
interface NoStart {
  readonly answer: StartResult
  readonly reason: Reason
  /** The process ends as if nothing had happened, so it must say what has. */
  readonly quiet: boolean
}

function noStart(reason: Reason): NoStart {
  return { answer: { error: reason }, reason, quiet: false }
}

/** Runs `init`, whose result may be the state itself (gen_server:init_it/2). */
function* initialise(server: Server, args: readonly unknown[]): Body<Ok<unknown> | NoStart> {
  let result: unknown
  let isThrown = false
  try {
    yield* callback('init', server.is.body)
    result = server.callbacks.init(...args)
    if (isBody(result)) result = yield* result
  } catch (thrown) {
    if (thrown instanceof Error) return noStart(reasonOf(thrown))
    result = thrown
    isThrown = true
  }
  yield* refuseAsync(result)
  if (result instanceof Ok && isAfterwards(result.afterwards)) return result
  if (result === ignore) return { answer: ignore, reason: 'normal', quiet: true }
  if (result instanceof InitStop) return noStart(result.reason)
  if (result instanceof Failed) {
    return { answer: { error: result.error }, reason: 'normal', quiet: true }
  }
  // A thrown value counts as returned; but nobody throws a bare state.
  if (isThrown || isResult(result)) return noStart({ bad_return_value: result })
  return new Ok(result, undefined)
}

/** Whether it is one of the results that mean something else than a state. */
function isResult(value: unknown): boolean {
  return [Ok, Reply, NoReply, Stop, WithFrom].some((kind) => value instanceof kind)
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
    const which = callbackFor(message)
    const from = which === 'handleCall' ? (message as CallMessage).from : null
    let result: unknown
    try {
      yield* callback(which, tagOf(message))
      result = invoke(callbacks, which, state, message)
      if (isBody(result)) result = yield* result
      if (result instanceof WithFrom && from !== null) {
        result = result.decide(from as From)
        if (isBody(result)) result = yield* result
      }
    } catch (thrown) {
      if (thrown instanceof Error) return yield* terminate(server, reasonOf(thrown), state)
      // A thrown value counts as the callback's return value (gen_server:try_handle_call/4).
      result = thrown
    }
    if (result instanceof Reply && from !== null && isAfterwards(result.afterwards)) {
      yield* answer(from, result.value)
    } else if (result instanceof Stop && (result.reply === undefined || from !== null)) {
      return yield* stopAsAsked(server, result, from)
    } else if (!(result instanceof NoReply && isAfterwards(result.afterwards))) {
      yield* refuseAsync(result)
      return yield* terminate(server, { bad_return_value: result }, state)
    }
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
  return afterwards.timeout === 'infinity' ? undefined : { after: afterwards.timeout }
}

function isAfterwards(given: Afterwards): boolean {
  if (given === undefined) return true
  if (typeof given !== 'object' || given === null) return false
  return 'timeout' in given
    ? isTimeLimit(given.timeout)
    : 'continue' in given || 'hibernate' in given
}

type CallbackName = 'handleCall' | 'handleCast' | 'handleInfo' | 'handleContinue'

/** Which callback a message is for. What only looks like a call or a cast is a message like others. */
function callbackFor(message: unknown): CallbackName {
  if (message instanceof Continue) return 'handleContinue'
  if (typeof message !== 'object' || message === null) return 'handleInfo'
  const { kind, args, from } = message as Partial<CallMessage>
  if (!Array.isArray(args)) return 'handleInfo'
  if (kind === '$gen_call' && isFrom(from)) return 'handleCall'
  return (kind as unknown) === '$gen_cast' ? 'handleCast' : 'handleInfo'
}

/** Runs the callback; a generator that it returns is for the loop to run. */
function invoke(
  callbacks: Callbacks,
  which: CallbackName,
  state: unknown,
  message: unknown,
): unknown {
  switch (which) {
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
  where: CallbackName,
  request: string,
): Handler {
  if (handlers === undefined) return raise({ undef: where })
  if (Object.hasOwn(handlers, request)) return handlers[request]!
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
  { reason, state, reply: last }: Stop<unknown, unknown>,
  from: From<never> | null,
): Body<never> {
  try {
    return yield* terminate(server, reason, state)
  } finally {
    if (last !== undefined && from !== null) yield* answer(from, last.value)
  }
}

/** Runs `terminate` and ends the process; what terminate throws takes the reason's place (gen_server:terminate/10). */
function* terminate(server: Server, reason: Reason, state: unknown): Body<never> {
  let last = reason
  if (server.callbacks.terminate !== undefined) {
    try {
      yield* callback('terminate', typeof reason === 'string' ? reason : '')
      const result = server.callbacks.terminate(reason, state)
      if (isBody(result)) yield* result
      else yield* refuseAsync(result)
    } catch (thrown) {
      if (thrown instanceof Error) last = reasonOf(thrown)
    }
  }
  yield* crashReport(server.is, last)
  return exit(last)
}

/** The body of `enterLoop` (gen_server:enter_loop/5). */
export function* enter(
  callbacks: Callbacks,
  is: ProcessLabel,
  state: unknown,
  afterwards: Afterwards,
  name: StartName | undefined,
): Body<never> {
  const me = yield* self<never>()
  if (name !== undefined && (yield* lookUp(name)) !== me) return exit('process_not_registered')
  const server: Server = { callbacks, is, parent: (yield* parent()) ?? me }
  yield* publish(state)
  return yield* loop(server, state, afterwards)
}

function isSystem(message: unknown): message is SystemMessage {
  if (typeof message !== 'object' || message === null) return false
  const { kind, from, request } = message as Partial<SystemMessage>
  return kind === '$system' && isRef(from) && request !== undefined
}
