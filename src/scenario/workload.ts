import { copy, exponentialTicks } from '../base/index.ts'
import type { Delay } from '../faults/index.ts'
import { callWithin, cast, type Address } from '../otp/index.ts'
import {
  ExitError,
  name,
  now,
  processes,
  randomInt,
  sleep,
  spawnOpt,
  type Body,
  type ProcessLabel,
} from '../process/index.ts'
import type { Load, Request } from './scenario.ts'

/**
 * The clients of a scenario: each a process of its own, `/client-1`, `/client-2`, … in the order of
 * the loads, or with the name that a load gives it. What becomes of a request is an outcome and never
 * the client's end; only a fault can end a client, and then for good.
 */
export interface Client {
  readonly name: string
  readonly task: Task
}

type Task =
  | { readonly kind: 'rounds'; readonly load: Extract<Load, { readonly kind: 'clients' }> }
  | { readonly kind: 'agenda'; readonly loads: readonly Appointment[] }

type Appointment = Extract<Load, { readonly kind: 'at' }>

/** Who asks what. The same workload gives the same names, whatever else is in the scenario. */
export function clientsOf(workload: readonly Load[]): readonly Client[] {
  const clients: Client[] = []
  const agendas = new Map<string, Appointment[]>()
  let number = 0
  for (const load of workload) {
    if (load.kind === 'clients') {
      for (let k = 0; k < load.clients; k++) {
        clients.push({ name: `client-${++number}`, task: { kind: 'rounds', load } })
      }
      continue
    }
    const agenda = agendas.get(load.client)
    if (agenda !== undefined) {
      agenda.push(load)
      continue
    }
    const loads = [load]
    agendas.set(load.client, loads)
    clients.push({ name: load.client, task: { kind: 'agenda', loads } })
  }
  for (const agenda of agendas.values()) agenda.sort((a, b) => a.at - b.at)
  return clients
}

const CLIENT: ProcessLabel = { body: 'client', behaviour: null }

/** Starts the clients; they go on by themselves. */
export function* startClients(clients: readonly Client[]): Body {
  for (const { name: label, task } of clients) {
    if (task.kind === 'rounds') yield* spawnOpt(rounds, [task.load], { label, is: CLIENT })
    else yield* spawnOpt(agenda, [task.loads], { label, is: CLIENT })
  }
}

/**
 * Thinks, asks, waits for the outcome, and begins anew. A client without end thinks for a millisecond
 * at least: one that never waits would leave no time for anybody else's restart or timeout.
 */
function* rounds(load: Extract<Load, { readonly kind: 'clients' }>): Body {
  const { request, think, times, startAt } = load
  const least = times === 'unbounded' ? 1 : 0
  yield* rest(startAt)
  for (let round = 0; times === 'unbounded' || round < times; round++) {
    yield* rest(Math.max(least, yield* drawn(think)))
    yield* perform(request)
  }
}

/** Asks at the given times, in order; what is due while it still waits is asked late. */
function* agenda(loads: readonly Appointment[]): Body {
  for (const { at, request } of loads) {
    yield* rest(at - (yield* now()))
    yield* perform(request)
  }
}

/** The most that one `sleep` takes, as in Erlang: 49 days. */
const LONGEST_SLEEP = 0xffff_ffff

function* rest(ms: number): Body {
  for (let left = ms; left > 0; left -= LONGEST_SLEEP) {
    yield* sleep(Math.min(left, LONGEST_SLEEP))
  }
}

function* perform(request: Request): Body {
  const { to, request: what, args } = request
  const address = yield* find(to)
  // Nobody lives at that path: a call to a name would fail in the same way.
  if (address === undefined) return
  // Who is asked may keep what it was given, and no run may see what another has done to it.
  const given = args.map(copy)
  if (request.kind === 'cast') {
    yield* cast(address, what, ...given)
    return
  }
  try {
    yield* callWithin(request.timeout, address, what, ...given)
  } catch (failure) {
    if (!(failure instanceof ExitError)) throw failure
  }
}

/** A registered name as it is, and the process that lives at a path now. */
function* find(to: string): Body<Address | undefined> {
  if (!to.startsWith('/')) return name<never>(to)
  return (yield* processes()).findLast(({ path }) => path === to)
}

/** The mean of `exponentialTicks`. */
const TICKS = 2 ** 20
/** Every hash that `exponentialTicks` takes. */
const HASHES = 2 ** 32

/** A time in whole milliseconds, drawn by the process itself: no other client's draws shift it. */
function* drawn(delay: Delay): Body<number> {
  switch (delay.kind) {
    case 'constant':
      return delay.value
    case 'uniform':
      return delay.min + (yield* randomInt(delay.max - delay.min + 1))
    case 'exponential':
      return Math.round((delay.mean * exponentialTicks(yield* randomInt(HASHES))) / TICKS)
  }
}
