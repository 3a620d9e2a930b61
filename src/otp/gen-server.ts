import type { Body, Performable, ProcessLabel, Reason } from '../process/index.ts'
import { Composite, send } from '../process/index.ts'
import {
  lookUp,
  type Address,
  type ServerProtocol,
  type ServerRef,
  type StartName,
} from './address.ts'
import { startOrRaise, type Behaviour } from './behaviour.ts'
import { checkDefinition } from './definition.ts'
import { callBody, CALL_TIMEOUT, type CastMessage, type TimeLimit } from './gen.ts'
import type {
  ArgsOf,
  CallHandler,
  CastHandler,
  GenServerDefinition,
  ReplyOf,
  Synchronous,
} from './gen-server-types.ts'
import { stopProcess } from './proc-lib.ts'
import type { Afterwards } from './results.ts'
import { enter, launchGenServer, type Callbacks } from './server-loop.ts'

/**
 * gen_server: one process that keeps a state and answers calls, written after gen_server.erl of
 * OTP 27. Here it is defined and talked to; how it lives is in `server-loop.ts`, what its callbacks
 * may return in `results.ts`.
 *
 * Departures: requests are a word and arguments where Erlang has one term, so that they can be
 * typed; `init` may return its state bare; and a definition that cannot work is refused at once.
 */

/** A server that can be started, with its protocol as a type. */
export interface GenServer<Protocol extends ServerProtocol> extends Behaviour<
  Protocol['start'],
  ServerRef<Protocol>
> {
  readonly kind: 'gen_server'
  /** What its process runs, types forgotten. */
  readonly callbacks: Callbacks
  /** Starts it without a link; a start that fails raises `badmatch`. */
  start(...args: Protocol['start']): Performable<ServerRef<Protocol>>
  /** Starts it linked to the caller; a start that fails raises `badmatch`. */
  startLink(...args: Protocol['start']): Performable<ServerRef<Protocol>>
}

/** The address type of a server definition: `RefTo<typeof Counter>`. */
export type RefTo<Definition> =
  Definition extends GenServer<infer Protocol> ? ServerRef<Protocol> : never

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
  definition: GenServerDefinition<Args, State, Calls, Casts> & Synchronous<State>,
): GenServer<{
  start: Args
  state: State
  calls: { [Request in keyof Calls]: (...args: ArgsOf<Calls[Request]>) => ReplyOf<Calls[Request]> }
  casts: { [Request in keyof Casts]: (...args: ArgsOf<Casts[Request]>) => void }
}> {
  checkDefinition(name, definition)
  const callbacks = definition as unknown as Callbacks
  const is: ProcessLabel = { body: name, behaviour: 'gen_server' }
  const behaviour: Behaviour<Args, Address> = {
    kind: 'gen_server',
    name,
    launch: (args, options) => launchGenServer(callbacks, is, args, options),
  }
  const server = {
    ...behaviour,
    callbacks,
    start: (...args: Args) => startOrRaise(behaviour, args, {}),
    startLink: (...args: Args) => startOrRaise(behaviour, args, { link: true }),
  }
  // border: a pid is an address; which protocol it speaks is known from this definition alone.
  return server as never
}

/**
 * Calls a server and waits for its answer, for five seconds at most (gen_server:call/2).
 *
 * @throws ExitError when the server is not there, dies before it answers, or takes too long; its
 * reason is a `CallFailure`.
 * @example
 * const total = yield* call(counter, 'add', 2)
 */
export function call<
  Protocol extends ServerProtocol,
  Request extends keyof Protocol['calls'] & string,
>(
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
export function cast<
  Protocol extends ServerProtocol,
  Request extends keyof Protocol['casts'] & string,
>(
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
 * Turns the process that performs it into a server (gen_server:enter_loop/5): it never returns. Its
 * parent is the process that spawned it. With a name, that must be its own; otherwise it exits with
 * `process_not_registered`.
 */
export function enterLoop<Protocol extends ServerProtocol>(
  server: GenServer<Protocol>,
  state: Protocol['state'],
  afterwards?: Afterwards,
  name?: StartName,
): Performable<never> {
  const is: ProcessLabel = { body: server.name, behaviour: 'gen_server' }
  return new Composite(enter, [server.callbacks, is, state, afterwards, name])
}
