import type { SupervisorSpec } from '../../src/record/index.ts'
import {
  exit,
  isDown,
  isExit,
  isOrderly,
  monitor,
  note,
  now,
  parent,
  processes,
  receive,
  send,
  spawnOpt,
  trapExit,
  type AnyPid,
  type Body,
  type Reason,
} from 'mayday/process'

/**
 * A supervisor as one writes it by hand from spawn, link and receive, right in itself, and with a flaw
 * to order. It makes the note that the laws ask for and nothing else.
 */
export type Flaw =
  | 'forgets the new pid'
  | 'restarts after a normal end'
  | 'restarts the temporary'
  | 'does not restart'
  | 'starts backwards'
  | 'restarts backwards'
  | 'restarts one of a group'
  | 'ends bystanders'
  | 'leaves the group down'
  | 'ends forwards'
  | 'does not wait'
  | 'never gives up'
  | 'gives up early'
  | 'gives up with the reason'
  | 'gives up at once'
  | 'leaves its children'
  | 'leaves its children to the links'
  | 'starts a second life'
  | 'stays without the significant'

export interface ToyChild {
  readonly id: string
  readonly restart?: 'permanent' | 'transient' | 'temporary'
  readonly significant?: boolean
}

export interface ToyPlan {
  readonly strategy?: 'one_for_one' | 'one_for_all' | 'rest_for_one' | 'simple_one_for_one'
  readonly children: readonly ToyChild[]
  readonly intensity?: number
  readonly period?: number
  readonly autoShutdown?: 'never' | 'any_significant'
  readonly flaw?: Flaw
}

/** A worker that does as it is told: crash, end, or go on. */
export function* worker(): Body {
  for (;;) {
    const order = yield* receive()
    if (order === 'crash') throw new Error('boom')
    if (order === 'end') return
  }
}

interface Running {
  readonly child: ToyChild
  pid: AnyPid | null
}

export function* toySupervisor(plan: ToyPlan): Body {
  yield* trapExit(true)
  yield* note({ kind: 'supervisor', spec: specOf(plan) })
  const boss = yield* parent()
  const { children, flaw } = plan
  const team: Running[] = children.map((child) => ({ child, pid: null }))
  for (const each of flaw === 'starts backwards' ? team.toReversed() : team) yield* begin(each)
  const restarts: number[] = []
  for (;;) {
    const message = yield* receive()
    if (message === 'stop' || (isExit(message) && message.from === boss)) {
      return yield* close(plan, team, 'shutdown')
    }
    if (!isExit(message)) continue
    const gone = team.find(({ pid }) => pid === message.from)
    if (gone === undefined) continue
    gone.pid = null
    if (!restartable(plan, gone.child, message.reason)) {
      const last = gone.child.significant === true && flaw !== 'stays without the significant'
      if (last) return yield* close(plan, team, 'shutdown')
    } else if (yield* allowed(plan, restarts)) yield* restart(plan, team, gone)
    else return yield* giveUp(plan, team, message.reason)
  }
}

function restartable({ flaw }: ToyPlan, child: ToyChild, reason: Reason): boolean {
  if (flaw === 'does not restart') return false
  const kind = child.restart ?? 'permanent'
  if (kind === 'temporary') return flaw === 'restarts the temporary'
  return kind === 'permanent' || !isOrderly(reason) || flaw === 'restarts after a normal end'
}

function* allowed(plan: ToyPlan, restarts: number[]): Body<boolean> {
  const seconds = Math.floor((yield* now()) / 1000)
  restarts.push(seconds)
  const recent = restarts.filter((then) => seconds - then <= (plan.period ?? 5))
  const limit = (plan.intensity ?? 1000) - (plan.flaw === 'gives up early' ? 1 : 0)
  return plan.flaw === 'never gives up' || recent.length <= limit
}

function* restart({ strategy, flaw }: ToyPlan, team: Running[], gone: Running): Body {
  const place = team.indexOf(gone)
  let group = [gone]
  if (strategy === 'one_for_all') group = team
  if (strategy === 'rest_for_one') group = team.slice(place)
  if (flaw === 'restarts one of a group') group = [gone]
  if (flaw === 'ends bystanders') group = team.slice(Math.max(0, place - 1))
  for (const each of group.toReversed()) yield* end(each, flaw)
  group = group.filter(
    ({ child }) => child.restart !== 'temporary' || flaw === 'restarts the temporary',
  )
  if (flaw === 'leaves the group down') group = [gone]
  for (const each of flaw === 'restarts backwards' ? group.toReversed() : group) yield* begin(each)
  if (flaw === 'forgets the new pid') gone.pid = null
  if (flaw === 'starts a second life') yield* begin(gone)
}

function* giveUp(plan: ToyPlan, team: Running[], reason: Reason): Body<never> {
  if (plan.flaw === 'gives up at once') return exit('shutdown')
  return yield* close(
    plan,
    team,
    plan.flaw === 'gives up with the reason' ? { gave_up: reason } : 'shutdown',
  )
}

function* close({ flaw }: ToyPlan, team: Running[], reason: Reason): Body<never> {
  if (flaw === 'leaves its children') return exit('normal')
  if (flaw === 'leaves its children to the links') return exit(reason)
  for (const each of flaw === 'ends forwards' ? team : team.toReversed()) yield* end(each, flaw)
  return exit(reason)
}

function* begin(running: Running): Body {
  running.pid = yield* spawnOpt(worker, [], { link: true, label: running.child.id })
}

function* end(running: Running, flaw: Flaw | undefined): Body {
  const { pid } = running
  running.pid = null
  if (pid === null) return
  if (flaw === 'does not wait') {
    yield* exit(pid, 'shutdown')
    return
  }
  const ref = yield* monitor(pid)
  yield* exit(pid, 'shutdown')
  yield* receive((message) => isDown(message) && message.ref === ref)
}

function specOf({ strategy, children, intensity, period, autoShutdown }: ToyPlan): SupervisorSpec {
  return {
    strategy: strategy ?? 'one_for_one',
    intensity: intensity ?? 1000,
    period: period ?? 5,
    autoShutdown: autoShutdown ?? 'never',
    children: children.map(({ id, restart, significant }) => ({
      id,
      restart: restart ?? 'permanent',
      shutdown: 'infinity',
      type: 'worker',
      significant: significant ?? false,
    })),
  }
}

/** Starts a toy supervisor as `/sup`, linked. */
export function* startToy(plan: ToyPlan): Body<AnyPid> {
  yield* trapExit(true)
  return yield* spawnOpt(toySupervisor, [plan], { link: true, label: 'sup' })
}

/** Sends an order to the process at a path, if there is one. */
export function* order(path: string, what: 'crash' | 'end' | 'stop'): Body {
  const pid = (yield* processes()).find((each) => each.path === path)
  if (pid !== undefined) yield* send(pid as never, what)
}
