import {
  exit,
  receive,
  register,
  send,
  spawnOpt,
  whereis,
  type AnyPid,
  type Body,
  type Pid,
} from 'mayday/process'
import { ask, isMessage, lookUp, type Address, type Message } from './protocol.ts'

/**
 * gen_server on one page: the loop that all servers share; and, for what is special about each of
 * them, a module of plain functions.
 */
export interface Module<State = unknown> {
  readonly init: State
  handleCall(request: unknown, state: State): readonly [value: unknown, next: State]
  handleCast(request: unknown, state: State): State
}

export type Started =
  | { readonly ok: Pid<Message> }
  | { readonly error: 'invalid_name' | { readonly already_started: AnyPid } }

/** Starts a server, linked to the caller, and gives it a name. */
export function* startLink<State>(name: string, module: Module<State>): Body<Started> {
  if (!isName(name)) return { error: 'invalid_name' }
  const owner = yield* whereis<never>(name)
  if (owner !== undefined) return { error: { already_started: owner } }
  const pid = yield* spawnOpt(serve<State>, [module], { link: true, label: name })
  try {
    yield* register(name, pid)
  } catch {
    // It is dead already. The link tells.
  }
  return { ok: pid }
}

/** Asks and waits. When the server is gone, or goes, the caller exits with the same reason. */
export function* call(server: Address, request: unknown): Body<unknown> {
  const outcome = yield* ask(server, 'call', request)
  return 'ok' in outcome ? outcome.ok : exit(outcome.error)
}

/** Tells, and does not wait; nor does it matter whether there is anybody to tell. */
export function* cast(server: Address, request: unknown): Body {
  const pid = yield* lookUp(server)
  if (pid !== undefined) yield* send(pid, { kind: 'cast', request })
}

/** Ends a server, or a supervisor, in order and waits until it is gone. */
export function* stop(server: Address): Body {
  yield* ask(server, 'stop')
}

/** A name is a word; but `undefined` is what one is told where there is nobody. */
export function isName(given: unknown): given is string {
  return typeof given === 'string' && given !== '' && given !== 'undefined'
}

function* serve<State>(module: Module<State>): Body {
  let state = module.init
  for (;;) {
    const message = yield* receive(isMessage)
    if (message.kind === 'stop') return
    if (message.kind === 'cast') state = module.handleCast(message.request, state)
    else {
      const [value, next] = module.handleCall(message.request, state)
      yield* send(message.from, { kind: 'answer', ref: message.ref, value })
      state = next
    }
  }
}
