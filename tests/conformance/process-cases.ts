// Kinds process, registry and timer: plain processes that carry out ops and record every other
// message.

import { canonical } from '../../src/base/index.ts'
import {
  cancelTimer,
  demonitor,
  ErlangError,
  exit,
  isAlive,
  isDown,
  isExit,
  isTimeout,
  link,
  monitor,
  processInfo,
  raise,
  readTimer,
  receive,
  register,
  self,
  send,
  sendAfter,
  spawnOpt,
  startTimer,
  trapExit,
  unlink,
  unregister,
  whereis,
  type AnyPid,
  type Body,
  type Pid,
  type Reason,
  type Ref,
} from '../../src/process/index.ts'
import { isDo } from './ask.ts'
import {
  BadCase,
  need,
  type Case,
  type CaseResult,
  type Event,
  type Json,
  type Op,
  type StepResult,
} from './case-file.ts'
import { CaseWorld, type Mode } from './world.ts'

interface ProcessOp extends Op {
  readonly to?: string
  readonly name?: string
  readonly as?: string
  readonly id?: string
  readonly link?: boolean
  readonly monitor?: string
  readonly trap_exit?: boolean
  readonly value?: boolean
  readonly ref?: string
  readonly info?: boolean
  readonly flush?: boolean
  readonly how?: string
  readonly reason?: Json
  readonly msg?: Json
  readonly timer?: string
  readonly ms?: number
  readonly ops?: readonly ProcessOp[]
}

interface ProcessCase extends Case {
  readonly procs?: readonly ActorSpec[]
}

interface ActorSpec {
  readonly id: string
  readonly trap_exit?: boolean
}

/** What one process knows of its own: labels of its monitors and timers. */
interface Own {
  readonly world: CaseWorld
  readonly monitors: Map<string, Ref>
  readonly timers: Map<string, Ref>
  readonly labels: Map<Ref, string>
  /** Set by the op that lets it end normally. */
  returned: boolean
}

export function runProcessCase(given: ProcessCase, mode: Mode): CaseResult {
  const world = new CaseWorld(mode)
  const driver = world.start(outside, [world], 'driver')
  for (const spec of given.procs ?? []) world.start(actor, [world, spec, null], spec.id)
  world.settle()
  const trace = (given.script as readonly ProcessOp[]).map((op) => step(world, driver, op))
  return { name: given.name, trace, final: finalOf(world) }
}

function step(world: CaseWorld, driver: AnyPid, op: ProcessOp): StepResult {
  if (op.op === 'advance') {
    world.advance(need(op, 'ms'))
    return { result: 'ok', events: withoutLastWords(world.take()) }
  }
  const by = op.by === undefined ? driver : world.pid(op.by)
  if (by === undefined || !world.isAlive(by)) return { result: 'not_alive', events: [] }
  const result = world.ask(by, op)
  return { result, events: withoutLastWords(world.take()) }
}

/** A process that dies in a step shows only that: what it had received by then is a matter of luck. */
function withoutLastWords(events: readonly Event[]): readonly Event[] {
  const dead = new Set(events.filter(([what]) => what === 'down').map(([, id]) => id))
  return events.filter(([what, id]) => what === 'down' || !dead.has(id as Json))
}

function ownOf(world: CaseWorld): Own {
  return {
    world,
    monitors: new Map(),
    timers: new Map(),
    labels: new Map(),
    returned: false,
  }
}

/** Carries out the ops that no process of the case does. */
function* outside(world: CaseWorld): Body {
  const own = ownOf(world)
  const say: Say = (result) => world.answer(result)
  for (;;) {
    const message = yield* receive()
    if (isDo<ProcessOp>(message)) world.answer(yield* perform(own, message.op, say))
  }
}

function* actor(world: CaseWorld, spec: ActorSpec, starter: AnyPid | null): Body {
  const own = ownOf(world)
  const say: Say = (result) => world.answer(result)
  const me = yield* self()
  const { id } = world.known(me, spec.id)
  world.started(me)
  yield* trapExit(spec.trap_exit ?? false)
  if (starter !== null) yield* send(starter as Pid, { kind: 'up', from: me } satisfies Up)
  while (!own.returned) {
    const message = yield* receive()
    if (isDo<ProcessOp>(message)) world.answer(yield* perform(own, message.op, say))
    else world.log(...received(own, id, message))
  }
}

/** What `send` and `send_after` send. */
interface Letter {
  readonly from: string
  readonly msg: Json
}

function received({ world, labels }: Own, id: string, message: unknown): Event {
  // A timer started by another has no label here.
  const label = (ref: Ref): string => labels.get(ref) ?? 'undefined'
  if (isExit(message)) {
    return ['EXIT', id, world.nameOf(message.from), world.term(message.reason)]
  }
  if (isDown(message)) {
    const { ref, object, reason } = message
    return ['DOWN', id, label(ref), world.term(object), world.term(reason)]
  }
  if (isTimeout(message)) {
    const { msg } = message.message as Letter
    return ['timeout', id, label(message.ref), msg]
  }
  const { from, msg } = message as Letter
  return ['msg', id, from, msg]
}

/**
 * Tells an op's result before it has ended. The answer of exit/2 is always true, and what it sets in
 * motion may come back over links before the process can say so: a legal order, though on a BEAM
 * with time to spare the answer comes first, and that is what the cases have.
 */
type Say = (result: unknown) => void

function* perform(own: Own, op: ProcessOp, say: Say): Body<unknown> {
  switch (op.op) {
    case 'die':
      return yield* die(own, op)
    case 'seq': {
      const results: unknown[] = []
      const ops = need(op, 'ops')
      for (const each of ops) {
        const isLast = results.length === ops.length - 1
        const sayAll: Say = (result) => isLast && say([...results, result])
        results.push(yield* perform(own, each, sayAll))
      }
      return results
    }
    default:
      if (op.to !== undefined && own.world.pid(op.to) === undefined) return 'not_spawned'
      return yield* guarded(own, op, say)
  }
}

function* die(own: Own, op: ProcessOp): Body<Json> {
  const reason: Reason = op.reason
  switch (op.how) {
    case 'exit':
      return exit(reason)
    case 'error':
      return raise(reason)
    case 'throw':
      throw reason
    case 'return':
      own.returned = true
      return 'ok'
    default:
      throw new BadCase(`'die' with unknown "how": ${op.how}`)
  }
}

/** Errors of the op itself are its result. */
function* guarded(own: Own, op: ProcessOp, say: Say): Body<unknown> {
  try {
    return yield* carryOut(own, op, say)
  } catch (error) {
    if (!(error instanceof ErlangError)) throw error
    if (error.term !== 'badarg' && error.term !== 'noproc') throw error
    return { error: error.term }
  }
}

function* carryOut(own: Own, op: ProcessOp, say: Say): Body<unknown> {
  switch (op.op) {
    case 'spawn':
      return yield* spawnActor(own, op)
    case 'link':
      return yield* link(yield* pidOf(own, op))
    case 'unlink':
      return yield* unlink(yield* pidOf(own, op))
    case 'monitor': {
      const ref = yield* monitor(yield* addressOf(own, op))
      remember(own, own.monitors, need(op, 'ref'), ref)
      return 'ok'
    }
    case 'demonitor': {
      const ref = own.monitors.get(need(op, 'ref')) ?? raise('badarg')
      const removed = yield* demonitor(ref, { flush: op.flush ?? false })
      return op.info === true ? removed : true
    }
    case 'trap_exit':
      return yield* trapExit(need(op, 'value'))
    case 'exit': {
      const to = yield* pidOf(own, op)
      const me = yield* self()
      if (to.id !== me.id) say(true)
      return yield* exit(to, need(op, 'reason'))
    }
    case 'send': {
      const from = own.world.nameOf(yield* self())
      yield* send(yield* addressOf(own, op), { from, msg: need(op, 'msg') } satisfies Letter)
      return 'ok'
    }
    case 'alive':
      return yield* isAlive(yield* pidOf(own, op))
    case 'register':
      return yield* register(need(op, 'as'), yield* pidOf(own, op))
    case 'unregister':
      return yield* unregister(need(op, 'as'))
    case 'whereis':
      return yield* whereis(need(op, 'name'))
    case 'registered_name': {
      const info = yield* processInfo(yield* pidOf(own, op))
      return info === undefined ? 'undefined' : (info.registeredName ?? 'none')
    }
    case 'send_after':
    case 'start_timer':
      return yield* launch(own, op)
    case 'cancel_timer': {
      const left = yield* cancelTimer(own.timers.get(need(op, 'timer')) ?? raise('badarg'))
      return left === false ? false : 'ms_left'
    }
    case 'read_timer': {
      const left = yield* readTimer(own.timers.get(need(op, 'timer')) ?? raise('badarg'))
      return left === false ? false : 'ms_left'
    }
    default:
      throw new BadCase(`unknown op '${op.op}'`)
  }
}

/** Spawns, and waits until the child has set its flag: what comes next shall find it so. */
function* spawnActor(own: Own, op: ProcessOp): Body<Json> {
  const me = yield* self()
  const id = need(op, 'id')
  const options = { link: op.link ?? false, label: id }
  const spec: ActorSpec = { id, trap_exit: op.trap_exit ?? false }
  const args: Parameters<typeof actor> = [own.world, spec, me]
  let child: AnyPid
  if (op.monitor === undefined) child = yield* spawnOpt(actor, args, options)
  else {
    const spawned = yield* spawnOpt(actor, args, { ...options, monitor: true })
    remember(own, own.monitors, op.monitor, spawned.ref)
    child = spawned.pid
  }
  yield* receive((message) => isUp(message) && message.from.id === child.id)
  return 'ok'
}

interface Up {
  readonly kind: 'up'
  readonly from: AnyPid
}

function isUp(message: unknown): message is Up {
  return (message as Up).kind === 'up'
}

function* launch(own: Own, op: ProcessOp): Body<Json> {
  const label = need(op, 'timer')
  const letter: Letter = { from: `timer:${label}`, msg: need(op, 'msg') }
  const word = op.op === 'send_after' ? sendAfter : startTimer
  remember(own, own.timers, label, yield* word(need(op, 'ms'), yield* addressOf(own, op), letter))
  return 'ok'
}

function remember({ labels }: Own, refs: Map<string, Ref>, label: string, ref: Ref): void {
  refs.set(label, ref)
  labels.set(ref, label)
}

/** `to`, or the acting process itself. */
function* pidOf(own: Own, op: ProcessOp): Body<Pid> {
  return op.to === undefined ? yield* self() : (own.world.pid(op.to) as Pid)
}

function* addressOf(own: Own, op: ProcessOp): Body<Pid | string> {
  return op.to === undefined && op.name !== undefined ? op.name : yield* pidOf(own, op)
}

function finalOf(world: CaseWorld): Json {
  const infos = world
    .alive()
    .flatMap(({ id, pid }) => [{ id, info: world.machine.world.infoOf(pid)! }])
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const listed = (pick: (one: (typeof infos)[number]) => readonly unknown[]): Json =>
    Object.fromEntries(
      infos.flatMap((one) => {
        const items = pick(one).map((item) => world.term(item))
        return items.length === 0 ? [] : [[one.id, items.sort(namesFirst)]]
      }),
    )
  return {
    alive: infos.map(({ id }) => id),
    links: listed(({ info }) => info.links),
    monitors: listed(({ info }) => info.monitors),
    names: Object.fromEntries(
      infos.flatMap(({ id, info }) =>
        info.registeredName === null ? [] : [[info.registeredName, id]],
      ),
    ),
  }
}

/** Erlang's order of terms: `{ name }` is a map there, and ids are binaries. */
function namesFirst(a: Json, b: Json): number {
  const [left, right] = [sortKey(a), sortKey(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function sortKey(item: Json): string {
  return typeof item === 'string' ? `1${item}` : `0${canonical(item)}`
}
