// A server whose every callback does what it is sent: the tests are about what comes of that.

import {
  call,
  callWithin,
  cast,
  genServer,
  noreply,
  reply,
  type CallResult,
  type GenServer,
  type InitResult,
  type TimeLimit,
} from 'mayday/otp'
import { send, trapExit, type AnyPid, type Body, type Performable } from 'mayday/process'
import { brief, type Tell } from '../support/play.ts'

interface Protocol {
  readonly start: [init?: () => InitResult<number>]
  readonly state: number
  readonly calls: { do(act: Act): unknown; read(): number }
  readonly casts: { do(act: Act): void }
}

/** What a callback shall do; its result may be wrong on purpose. */
type Act = (state: number) => unknown

export type Obedient = GenServer<Protocol>

/** Its state is 0 at first. What it does not expect it tells, and that it ends. */
export function obedient(tell: Tell, more: object = {}): Obedient {
  const server: unknown = genServer('Obedient', {
    init: (init?: () => InitResult<number>) => (init === undefined ? 0 : init()),
    handleCall: {
      do: (state: number, act: Act) => act(state) as CallResult<number>,
      read: (state: number) => reply(state, state),
    },
    handleCast: { do: (state: number, act: Act) => act(state) as never },
    handleInfo: (state, message) => {
      if (typeof message === 'function') return (message as Act)(state) as never
      tell(['info', brief(message)])
      return noreply(state)
    },
    handleContinue: (state, act) => (act as Act)(state) as never,
    terminate: (reason, state) => {
      tell(['terminate', reason, state])
    },
    ...more,
  })
  return server as Obedient
}

/** Starts one linked to the caller, who traps exits from now on. */
export function* linked(tell: Tell, more: object = {}): Body<AnyPid> {
  yield* trapExit(true)
  return (yield* obedient(tell, more).startLink()) as AnyPid
}

/** Starts one without a link. */
export function* unlinked(tell: Tell, more: object = {}): Body<AnyPid> {
  return (yield* obedient(tell, more).start()) as AnyPid
}

export function calling(server: AnyPid, act: Act): Performable<unknown> {
  return call<Protocol, 'do'>(server, 'do', act)
}

export function callingWithin(limit: TimeLimit, server: AnyPid, act: Act): Performable<unknown> {
  return callWithin<Protocol, 'do'>(limit, server, 'do', act)
}

export function reading(server: AnyPid): Performable<number> {
  return call<Protocol, 'read'>(server, 'read')
}

export function casting(server: AnyPid, act: Act): Performable<unknown> {
  return cast<Protocol, 'do'>(server, 'do', act)
}

export function messaging(server: AnyPid, act: Act): Performable<unknown> {
  return send(server as never, act)
}

/** What is to be done is put off by `{ continue }`. */
export function continuing(server: AnyPid, act: Act): Performable<unknown> {
  return messaging(server, (n) => noreply(n, { continue: act }))
}
