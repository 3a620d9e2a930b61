// What the cases of gen_server, gen_statem and gen_event have in common: client processes that are
// handed ops. The outcome of an op is an event of the client, in this step or, when the op blocks,
// in a later one.

import {
  exit,
  isAlive,
  isDown,
  isExit,
  link,
  monitor,
  receive,
  self,
  sleep,
  trapExit,
  unlink,
  whereis,
  type AnyPid,
  type Body,
  type Pid,
  type Ref,
} from '../../src/process/index.ts'
import { attempt, isDo } from './ask.ts'
import {
  need,
  type Case,
  type CaseResult,
  type Event,
  type Json,
  type Op,
  type StepResult,
} from './case-file.ts'
import { CaseWorld, type Mode } from './world.ts'

export interface ClientOp extends Op {
  readonly to?: string
  readonly name?: string
  readonly ref?: string
  readonly reason?: Json
  readonly value?: boolean
  readonly ms?: number
  readonly ops?: readonly ClientOp[]
}

interface ClientCase extends Case {
  readonly clients?: readonly ClientSpec[]
}

interface ClientSpec {
  readonly id: string
  readonly trap_exit?: boolean
}

/** Carries out the ops of one kind for one client. A call that exits is an outcome, no death. */
export type Engine = (op: ClientOp) => Body<unknown>

export function runClientCase(
  given: ClientCase,
  mode: Mode,
  engineOf: (world: CaseWorld) => Engine,
): CaseResult {
  const world = new CaseWorld(mode)
  for (const spec of given.clients ?? []) {
    world.start(client, [world, spec, engineOf(world)], spec.id)
  }
  world.settle()
  const trace = (given.script as readonly ClientOp[]).map((op) => step(world, op))
  const alive = world.alive().map(({ id }) => id)
  return { name: given.name, trace, final: { alive: alive.sort(byText) } }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function step(world: CaseWorld, op: ClientOp): StepResult {
  if (op.op === 'advance') {
    world.advance(need(op, 'ms'))
    return { result: 'ok', events: world.take() }
  }
  const by = world.pid(need(op, 'by'))
  if (by === undefined || !world.isAlive(by)) return { result: 'not_alive', events: [] }
  world.machine.post(by, { kind: 'do', op })
  world.settle()
  return { result: 'ok', events: world.take() }
}

function* client(world: CaseWorld, spec: ClientSpec, engine: Engine): Body {
  const me = yield* self()
  const labels = new Map<Ref, string>()
  world.known(me, spec.id)
  world.started(me)
  yield* trapExit(spec.trap_exit ?? false)
  for (;;) {
    const message = yield* receive()
    if (isDo<ClientOp>(message)) {
      const outcome = yield* perform(world, message.op, engine, labels)
      world.log('result', spec.id, world.term(outcome))
    } else world.log(...received(world, spec.id, labels, message))
  }
}

function received(
  world: CaseWorld,
  id: string,
  labels: ReadonlyMap<Ref, string>,
  message: unknown,
): Event {
  if (isExit(message)) return ['EXIT', id, world.term(message.from), world.term(message.reason)]
  if (!isDown(message)) return ['msg', id, world.term(message)]
  const { ref, object, reason } = message
  return ['DOWN', id, labels.get(ref) ?? 'undefined', world.term(object), world.term(reason)]
}

function* perform(
  world: CaseWorld,
  op: ClientOp,
  engine: Engine,
  labels: Map<Ref, string>,
): Body<unknown> {
  switch (op.op) {
    case 'seq': {
      const outcomes: unknown[] = []
      for (const each of need(op, 'ops')) {
        outcomes.push(yield* perform(world, each, engine, labels))
      }
      return outcomes
    }
    case 'sleep':
      yield* sleep(need(op, 'ms'))
      return 'ok'
    case 'link':
      return yield* link(pidOf(world, op))
    case 'unlink':
      return yield* unlink(pidOf(world, op))
    case 'monitor': {
      labels.set(yield* monitor(addressOf(world, op)), need(op, 'ref'))
      return 'ok'
    }
    case 'exit':
      return yield* exit(pidOf(world, op), need(op, 'reason'))
    case 'die':
      return exit(need(op, 'reason'))
    case 'trap_exit':
      return yield* trapExit(need(op, 'value'))
    case 'alive':
      return yield* isAlive(pidOf(world, op))
    case 'whereis':
      return yield* whereis(need(op, 'name'))
    default:
      return yield* attempt(engine(op))
  }
}

/** Whom the op is about. A process that never was is the name `undefined`, which nobody has. */
export function addressOf(world: CaseWorld, op: ClientOp): Pid | string {
  return op.name ?? (world.pid(need(op, 'to')) as Pid | undefined) ?? 'undefined'
}

function pidOf(world: CaseWorld, op: ClientOp): AnyPid {
  // A name in its place is a badarg, as in Erlang.
  return addressOf(world, op) as AnyPid
}
