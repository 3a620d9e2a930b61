// Kind gen_server: servers that do what their start and their messages tell them.

import {
  callWithin,
  cast,
  genServer,
  noreply,
  ok,
  receiveResponse,
  reply,
  replyTo,
  sendRequest,
  stop,
  stopServer,
  waitResponse,
  type Address,
  type Afterwards,
  type CallResult,
  type CastResult,
  type From,
  type GenServer,
  type InitResult,
  type RequestId,
  type Response,
  type StartOptions,
} from '../../src/otp/index.ts'
import {
  exit,
  ExitError,
  isExit,
  isName,
  link,
  name,
  raise,
  self,
  send,
  sendAfter,
  sleep,
  timeout,
  trapExit,
  type Body,
  type Pid,
  type Timeout,
} from '../../src/process/index.ts'
import { BadCase, need, type Case, type CaseResult, type Json } from './case-file.ts'
import { addressOf, runClientCase, type ClientOp, type Engine } from './clients.ts'
import type { CaseWorld, Mode } from './world.ts'

interface ServerOp extends ClientOp {
  readonly server?: ServerSpec
  readonly link?: boolean
  readonly timeout?: number | 'infinity'
  readonly req?: Action
  readonly msg?: Action
  readonly label?: string
}

interface ServerSpec {
  readonly id: string
  readonly name?: string
  readonly trap_exit?: boolean
  readonly init?: Behaviour
  readonly terminate?: Behaviour
  readonly on_timeout?: Behaviour
  readonly on_exit?: Behaviour
}

interface Behaviour {
  readonly do?: readonly Effect[]
  readonly ret?: Return
}

interface Action extends Behaviour {
  readonly tag: Json
}

/** `["add", 2]`: a word, and what it is about. */
type Effect = readonly [what: string, ...details: readonly Json[]]

type Return = 'ignore' | ReturnFields

interface ReturnFields {
  readonly ok?: true
  readonly reply?: Json
  readonly reply_value?: true
  readonly noreply?: true
  readonly timeout?: number
  readonly continue?: Action
  readonly hibernate?: true
  readonly stop?: Json
  readonly with_reply?: Json
  readonly raw?: Json
}

interface State {
  readonly value: number
  readonly saved: Readonly<Record<string, From>>
}

/** Every request carries its action: one call and one cast are all that is needed. */
interface Protocol {
  readonly start: readonly []
  readonly state: State
  readonly calls: { act(action: Action): Json }
  readonly casts: { act(action: Action): void }
}

export function runGenServerCase(given: Case, mode: Mode): CaseResult {
  return runClientCase(given, mode, (world) => engine(world))
}

function engine(world: CaseWorld): Engine {
  const requests = new Map<string, RequestId<Json>>()

  return function* (op: ServerOp) {
    switch (op.op) {
      case 'start':
        return yield* startServer(world, op)
      case 'call': {
        const limit = op.timeout ?? 5000
        return { reply: yield* callWithin<Protocol, 'act'>(limit, dest(), 'act', need(op, 'req')) }
      }
      case 'cast':
        return yield* cast<Protocol, 'act'>(dest(), 'act', need(op, 'msg'))
      case 'send':
        yield* send(addressOf(world, op), need(op, 'msg'))
        return 'ok'
      case 'stop':
        return yield* stopServer(dest(), op.reason ?? 'normal', op.timeout ?? 'infinity')
      case 'send_request': {
        const id = yield* sendRequest<Protocol, 'act'>(dest(), 'act', need(op, 'req'))
        requests.set(need(op, 'label'), id)
        return 'ok'
      }
      case 'receive_response':
        return responseOf(world, yield* receiveResponse(request(), op.timeout))
      case 'wait_response':
        return responseOf(world, yield* waitResponse(request(), op.timeout))
      default:
        throw new BadCase(`unknown op '${op.op}'`)
    }

    function dest(): Address {
      const address = addressOf(world, op)
      return typeof address === 'string' ? name(address) : address
    }

    function request(): RequestId<Json> {
      return requests.get(need(op, 'label')) ?? raise('badarg')
    }
  }
}

/** OTP's `{error, {Reason, Server}}`; a server by name is that name. */
function responseOf(world: CaseWorld, response: Response<Json> | Timeout): Json {
  if (response === timeout) return 'timeout'
  if ('reply' in response) return { reply: response.reply }
  const { reason, server } = response.error
  const [why, whom] = [world.term(reason), isName(server) ? server.name : world.term(server)]
  return { error: typeof why === 'string' ? { [why]: whom } : { t: [why, whom] } }
}

function startServer(world: CaseWorld, op: ServerOp): ReturnType<GenServer<Protocol>['launch']> {
  const spec = need(op, 'server')
  const options: StartOptions = {
    name: spec.name,
    label: spec.id,
    timeout: op.timeout,
    link: op.link ?? false,
    compat: 25,
  }
  return serverOf(world, spec).launch([], options)
}

function serverOf(world: CaseWorld, spec: ServerSpec): GenServer<Protocol> {
  const { id } = spec

  function* act(
    kind: string,
    { tag, ...behaviour }: Action,
    state: State,
    from: From | null,
  ): Body<CallResult<State>> {
    world.log(kind, id, tag)
    return resultOf(behaviour.ret, yield* effects(world, id, behaviour, state, from))
  }

  /** Where nobody asked. A reply is a bad return there, and may be tried as such. */
  function actAlone(kind: string, action: Action, state: State): Body<CastResult<State>> {
    return act(kind, action, state, null) as Body<CastResult<State>>
  }

  const server: unknown = genServer(id, {
    trapExit: spec.trap_exit ?? false,
    *init() {
      const me = yield* self()
      world.known(me, id)
      world.log('init', id)
      const blank: State = { value: 0, saved: {} }
      const state = yield* effects(world, id, spec.init, blank, null)
      const result = initResultOf(spec.init?.ret, state)
      if (spec.init?.ret === undefined || has(spec.init.ret, 'ok')) world.started(me)
      return result
    },
    handleCall: (state: State, { args: [action] }, from) =>
      act('call', action as Action, state, from),
    handleCast: (state: State, { args: [action] }) => actAlone('cast', action as Action, state),
    handleContinue: (state: State, action) => actAlone('continue', action as Action, state),
    handleInfo: (state: State, message) => {
      if (message === 'timeout') {
        return actAlone('info', { ...spec.on_timeout, tag: 'timeout' }, state)
      }
      if (isExit(message)) {
        const tag = { EXIT: [world.term(message.from), world.term(message.reason)] }
        return actAlone('info', { ...spec.on_exit, tag }, state)
      }
      const action = isAction(message) ? message : { tag: world.term(message) }
      return actAlone('info', action, state)
    },
    *terminate(reason, state: State) {
      world.log('terminate', id, world.term(reason))
      yield* effects(world, id, spec.terminate, state, null)
    },
  })
  return server as GenServer<Protocol>
}

function isAction(message: unknown): message is Action {
  return typeof message === 'object' && message !== null && 'tag' in message
}

function has(ret: Return, field: keyof ReturnFields): boolean {
  return typeof ret === 'object' && ret[field] !== undefined
}

function initResultOf(ret: Return = { ok: true }, state: State): InitResult<State> {
  if (ret === 'ignore') return 'ignore'
  if (ret.ok === true) return ok(state, afterwardsOf(ret))
  if (ret.stop !== undefined) return stop(ret.stop)
  // A bare value would be taken for a state. What is thrown counts as returned, and is none.
  if (ret.raw !== undefined) throw ret.raw
  throw new BadCase(`unknown "ret" of init: ${JSON.stringify(ret)}`)
}

function resultOf(ret: Return = { noreply: true }, state: State): CallResult<State> {
  if (ret === 'ignore') throw new BadCase('only init can return ignore')
  if (ret.reply !== undefined) return reply(ret.reply, state, afterwardsOf(ret))
  if (ret.reply_value === true) return reply(state.value, state, afterwardsOf(ret))
  if (ret.noreply === true) return noreply(state, afterwardsOf(ret))
  if (ret.raw !== undefined) return ret.raw as never
  if (ret.stop === undefined) throw new BadCase(`unknown "ret": ${JSON.stringify(ret)}`)
  if (ret.with_reply === undefined) return stop(ret.stop, state)
  return stop(ret.stop, state, { value: ret.with_reply })
}

function afterwardsOf(ret: ReturnFields): Afterwards {
  if (ret.timeout !== undefined) return { timeout: ret.timeout }
  if (ret.continue !== undefined) return { continue: ret.continue }
  return ret.hibernate === true ? { hibernate: true } : undefined
}

/** Carries the effects out in order; answers the new state. One that raises leaves the old state standing. */
function* effects(
  world: CaseWorld,
  id: string,
  behaviour: Behaviour | undefined,
  state: State,
  from: From | null,
): Body<State> {
  let now = state
  for (const effect of behaviour?.do ?? []) now = yield* carryOut(world, id, effect, now, from)
  return now
}

function* carryOut(
  world: CaseWorld,
  id: string,
  [what, ...details]: Effect,
  state: State,
  from: From | null,
): Body<State> {
  const [first, second, third] = details
  const other = (): Pid => world.pid(first as string) as Pid
  switch (what) {
    case 'add':
      return { ...state, value: state.value + (first as number) }
    case 'save':
      return { ...state, saved: { ...state.saved, [first as string]: from! } }
    case 'reply':
      if (details.length === 1) yield* replyTo(from!, first)
      else yield* replyTo(state.saved[first as string] ?? raise({ badkey: first }), second)
      return state
    case 'cast':
      yield* cast<Protocol, 'act'>(yield* self<never>(), 'act', first as unknown as Action)
      return state
    case 'send':
      yield* send(yield* self(), first)
      return state
    case 'send_to':
      yield* send(other(), second)
      return state
    case 'send_after':
      yield* sendAfter(first as number, yield* self(), second)
      return state
    case 'call': {
      const [action, limit] = [second as unknown, third as number] as [Action, number]
      const value = yield* callWithin<Protocol, 'act'>(limit, other(), 'act', action)
      world.log('called', id, value)
      return state
    }
    case 'try_call': {
      const [action, limit] = [second as unknown, third as number] as [Action, number]
      world.log('called', id, world.term(yield* tryCall(other(), action, limit)))
      return state
    }
    case 'call_self':
      yield* callWithin<Protocol, 'act'>(
        second as number,
        yield* self<never>(),
        'act',
        first as unknown as Action,
      )
      return state
    case 'sleep':
      yield* sleep(first as number)
      return state
    case 'trap_exit':
      yield* trapExit(first as boolean)
      return state
    case 'link':
      yield* link(other())
      return state
    case 'exit':
      yield* exit(other(), second)
      return state
    case 'raise':
      return throwAs(first, second)
    default:
      throw new BadCase(`unknown effect '${what}'`)
  }
}

function* tryCall(server: Address, action: Action, limit: number): Body<unknown> {
  try {
    return { reply: yield* callWithin<Protocol, 'act'>(limit, server, 'act', action) }
  } catch (error) {
    if (error instanceof ExitError) return { exit: error.reason }
    throw error
  }
}

function throwAs(how: Json | undefined, reason: Json | undefined): never {
  switch (how) {
    case 'error':
      return raise(reason)
    case 'exit':
      return exit(reason)
    case 'throw':
      throw reason
    default:
      throw new BadCase(`unknown way to raise: ${JSON.stringify(how)}`)
  }
}
