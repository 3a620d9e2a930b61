// Kind supervisor: nested supervision trees, and what is done to them from outside.
//
// The trees are built in scripted-tree.ts; here are the ops, carried out by two processes outside
// the tree: the root's parent, and the driver for all the rest.

import { canonical } from '../../src/base/index.ts'
import {
  callWithin,
  cast,
  countChildren,
  deleteChild,
  getChildspec,
  restartChild,
  startChild,
  stopServer,
  terminateChild,
  whichChildren,
  type ChildInfo,
} from '../../src/otp/index.ts'
import {
  cancelTimer,
  exit,
  raise,
  receive,
  send,
  sendAfter,
  trapExit,
  whereis,
  type AnyPid,
  type Body,
  type Pid,
  type Ref,
} from '../../src/process/index.ts'
import { attempt, isDo } from './ask.ts'
import {
  BadCase,
  need,
  type Case,
  type CaseResult,
  type Json,
  type Op,
  type StepResult,
} from './case-file.ts'
import {
  childSpec,
  startTree,
  type Override,
  type TreeSpec,
  type WorkerProtocol,
} from './scripted-tree.ts'
import { CaseWorld, type Mode, type Notation } from './world.ts'

interface TreeOp extends Op {
  readonly id?: string
  readonly sup?: string
  readonly pid_of?: string
  readonly reason?: Json
  readonly how?: string
  readonly child?: TreeSpec
  readonly override?: Override
  readonly name?: string
  readonly msg?: Json
  readonly ms?: number
  readonly timer?: string
  readonly ops?: readonly TreeOp[]
}

interface TreeCase extends Case {
  readonly tree?: TreeSpec
}

const notation: Notation = {
  name: ({ id, nth }) => `${id}#${nth}`,
  down: ({ id, nth }, reason) => ['down', id, nth, reason],
}

/** The world of one case, with those who act on it from outside. */
interface Scene {
  readonly world: CaseWorld
  readonly tree: TreeSpec
  readonly driver: AnyPid
  /** The process that starts the root. */
  readonly owner: AnyPid
}

export function runSupervisorCase(given: TreeCase, mode: Mode): CaseResult {
  const { name, tree, script } = given
  if (tree === undefined) throw new BadCase("the case has no 'tree'")
  const world = new CaseWorld(mode, notation)
  const driver = world.start(outsider, [world, tree, false], 'driver')
  const owner = world.start(outsider, [world, tree, true], 'owner')
  const scene: Scene = { world, tree, driver, owner }
  world.settle()
  const trace = (script as readonly TreeOp[]).map((op): StepResult => {
    const result = step(scene, op)
    return { result, events: world.take() }
  })
  return { name, trace, final: finalOf(scene) }
}

function step(scene: Scene, op: TreeOp): Json {
  const { world, driver, owner } = scene
  switch (op.op) {
    case 'advance':
      world.advance(need(op, 'ms'))
      return 'ok'
    case 'suspended':
      return suspended(scene, op)
    case 'start':
      return world.ask(owner, op)
    case 'parent_exit':
      return isThere(world, 'root') ? world.ask(owner, op) : 'not_alive'
    case 'send':
    case 'send_after':
      // A message to the dead is lost, and no error.
      if (op.id !== undefined && world.pid(op.id) === undefined) return 'not_alive'
      return world.ask(driver, op)
    case 'whereis':
    case 'cancel_timer':
      return world.ask(driver, op)
    default:
      return isThere(world, op.sup ?? need(op, 'id')) ? world.ask(driver, op) : 'not_alive'
  }
}

function isThere(world: CaseWorld, id: string): boolean {
  const pid = world.pid(id)
  return pid !== undefined && world.isAlive(pid)
}

/** The supervisor gets what the ops bring about, in that order, but looks at it only afterwards. */
function suspended(scene: Scene, op: TreeOp): Json {
  const { world } = scene
  const id = need(op, 'sup')
  if (!isThere(world, id)) return 'not_alive'
  const results: Json[] = []
  world.paused(world.pid(id)!, () => {
    for (const each of need(op, 'ops')) results.push(step(scene, each))
  })
  world.settle()
  return results
}

function* outsider(world: CaseWorld, tree: TreeSpec, trap: boolean): Body {
  const timers = new Map<string, Ref>()
  yield* trapExit(trap)
  for (;;) {
    const message = yield* receive()
    if (isDo<TreeOp>(message))
      world.answer(yield* attempt(perform(world, tree, timers, message.op)))
  }
}

function* perform(
  world: CaseWorld,
  tree: TreeSpec,
  timers: Map<string, Ref>,
  op: TreeOp,
): Body<unknown> {
  const pid = (id: string): Pid => world.pid(id) as Pid
  const reason = (): Json => need(op, 'reason')
  switch (op.op) {
    case 'start':
      return yield* startTree(world, tree)
    case 'parent_exit':
      yield* exit(pid('root'), reason())
      return 'ok'
    case 'exit':
      yield* exit(pid(need(op, 'id')), reason())
      return 'ok'
    case 'crash':
      return yield* cast<WorkerProtocol, 'crash'>(
        pid(need(op, 'id')),
        'crash',
        op.how ?? 'error',
        reason(),
      )
    case 'stop':
      return yield* cast<WorkerProtocol, 'stop'>(pid(need(op, 'id')), 'stop', reason())
    case 'ping':
      return yield* callWithin<WorkerProtocol, 'ping'>('infinity', pid(need(op, 'id')), 'ping')
    case 'sup_stop':
      return yield* stopServer(pid(need(op, 'id')), reason())
    case 'whereis':
      return yield* whereis(need(op, 'name'))
    case 'send':
      yield* send(op.name ?? pid(need(op, 'id')), need(op, 'msg'))
      return 'ok'
    case 'send_after': {
      const to = op.name ?? pid(need(op, 'id'))
      const ref = yield* sendAfter(need(op, 'ms'), to, need(op, 'msg'))
      if (op.timer !== undefined) timers.set(op.timer, ref)
      return 'ok'
    }
    case 'cancel_timer': {
      const left = yield* cancelTimer(timers.get(need(op, 'timer')) ?? raise('badarg'))
      return left === false ? false : 'ms_left'
    }
    default:
      return yield* administer(world, pid(need(op, 'sup')), op)
  }
}

function* administer(world: CaseWorld, sup: Pid, op: TreeOp): Body<unknown> {
  switch (op.op) {
    case 'terminate_child':
      return yield* terminateChild(sup, childOf(world, op))
    case 'restart_child':
      return yield* restartChild(sup, need(op, 'id'))
    case 'delete_child':
      return yield* deleteChild(sup, need(op, 'id'))
    case 'start_child':
      if (op.override !== undefined) return yield* startChild(sup, [op.override])
      return startResultOf(yield* startChild(sup, childSpec(world, need(op, 'child'))))
    case 'which_children':
      return rowsOf(world, yield* whichChildren(sup))
    case 'count_children':
      return yield* countChildren(sup)
    case 'get_childspec': {
      const found = yield* getChildspec(sup, need(op, 'id'))
      if ('error' in found) return found
      const { id, restart, shutdown, significant, type } = found.ok
      return { ok: { id, restart, shutdown, significant, type } }
    }
    default:
      throw new BadCase(`unknown op '${op.op}'`)
  }
}

/** Children of a simple_one_for_one supervisor are named by pid. */
function childOf(world: CaseWorld, op: TreeOp): string | AnyPid {
  return op.pid_of === undefined ? need(op, 'id') : (world.pid(op.pid_of) ?? op.pid_of)
}

/** A start that failed is `{ reason, child }` here, `{R, ChildRecord}` in OTP and `start_failed` in the cases. */
function startResultOf(result: unknown): unknown {
  const { error } = result as { readonly error?: unknown }
  if (typeof error !== 'object' || error === null || !('child' in error)) return result
  return { error: { start_failed: (error as unknown as { readonly reason: unknown }).reason } }
}

function rowsOf(world: CaseWorld, children: readonly ChildInfo[]): Json {
  const rows = children.map(({ id, pid, type }) => [id ?? 'undefined', world.term(pid), type])
  if (children[0] === undefined || children[0].id !== undefined) return rows
  return { unordered: rows.sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1)) }
}

/** Live processes, and what each live supervisor says of its children. */
function finalOf({ world, driver }: Scene): Json {
  const alive = world
    .alive()
    .toSorted((a, b) => (a.id === b.id ? a.nth - b.nth : a.id < b.id ? -1 : 1))
  const supervisors = alive.filter(
    ({ pid }) => world.machine.world.infoOf(pid)?.behaviour === 'supervisor',
  )
  return {
    alive: alive.map((actor) => world.nameOf(actor.pid)),
    children: Object.fromEntries(
      supervisors.map(({ id }) => [id, world.ask(driver, { op: 'which_children', sup: id })]),
    ),
  }
}
