// The trees of supervisor cases: supervisors and workers that do what their specification says.
//
// A field that a specification leaves out is not given to OTP, so OTP's defaults hold (an intensity
// of 1, where ours is Elixir's 3). Fields may be wrong on purpose and are passed on as they are.
// The cases are OTP 25's, so everything is started with `compat: 25`.

import {
  genServer,
  ignore,
  noreply,
  ok,
  reply,
  stop,
  supervisor,
  type ChildSpec,
  type GenServer,
  type InitResult,
  type StartResult,
  type SupervisorOptions,
} from '../../src/otp/index.ts'
import {
  exit,
  isExit,
  raise,
  self,
  sleep,
  type AnyPid,
  type Body,
} from '../../src/process/index.ts'
import { isPair } from '../../src/record/index.ts'
import { BadCase, type Json } from './case-file.ts'
import type { CaseWorld } from './world.ts'

export interface TreeSpec {
  readonly id: string
  readonly type?: string
  readonly restart?: Json
  readonly shutdown?: Json
  readonly significant?: Json
  // Of a supervisor:
  readonly strategy?: Json
  readonly intensity?: Json
  readonly period?: Json
  readonly auto_shutdown?: Json
  readonly children?: readonly TreeSpec[]
  // Of a worker:
  readonly trap_exit?: boolean
  /** Entry n is for the nth start, the last one for all later ones. */
  readonly init?: readonly InitOutcome[]
  readonly terminate_ms?: number
  readonly terminate?: 'ok' | Raised
  readonly name?: string
}

/** What is different in a dynamic child from its supervisor's template. */
export type Override = Partial<TreeSpec> & { readonly id: string }

type InitOutcome = 'ok' | 'ignore' | { readonly stop: Json } | Raised
type Raised = { readonly error: Json } | { readonly exit: Json }

export interface WorkerProtocol {
  readonly start: readonly []
  readonly state: Worker
  readonly calls: { ping(): { readonly pong: string } }
  readonly casts: { crash(how: string, reason: Json): void; stop(reason: Json): void }
}

/** What a worker knows: which start of which id it is. */
interface Worker {
  readonly id: string
  readonly nth: number
}

/** Starts the root, linked to who performs this. */
export function startTree(world: CaseWorld, root: TreeSpec): Body<StartResult> {
  return startSupervisor(world, root, root.id)
}

export function childSpec(world: CaseWorld, spec: TreeSpec): ChildSpec {
  return specFor(spec, ({ label }) => startChild(world, spec, label))
}

/** Every start brings the fields in which that child differs. */
function templateSpec(world: CaseWorld, template: TreeSpec): ChildSpec {
  return specFor(template, ({ label }, override) => {
    const spec = { ...template, ...(override as Override) }
    return startChild(world, isSupervisor(spec) ? prefixed(spec.id, spec) : spec, label)
  })
}

function specFor(spec: TreeSpec, start: ChildSpec['start']): ChildSpec {
  const type = spec.type ?? 'worker'
  const given: { readonly [Field in keyof ChildSpec]: unknown } = {
    id: spec.id,
    start,
    restart: spec.restart ?? 'permanent',
    shutdown: spec.shutdown ?? (type === 'supervisor' ? 'infinity' : 5000),
    type,
    significant: spec.significant ?? false,
  }
  return given as ChildSpec
}

/** The children of the dynamic supervisor `d1` are called `d1/x`, at all levels. */
function prefixed(prefix: string, spec: TreeSpec): TreeSpec {
  const children = (spec.children ?? []).map((child) =>
    prefixed(prefix, { ...child, id: `${prefix}/${child.id}` }),
  )
  return { ...spec, children }
}

function isSupervisor(spec: TreeSpec): boolean {
  return spec.type === 'supervisor'
}

function startChild(
  world: CaseWorld,
  spec: TreeSpec,
  label: string | undefined,
): Body<StartResult> {
  return isSupervisor(spec) ? startSupervisor(world, spec, label) : startWorker(world, spec, label)
}

function* startSupervisor(
  world: CaseWorld,
  spec: TreeSpec,
  label: string | undefined,
): Body<StartResult> {
  const definition = supervisor(spec.id, () => {
    const { id, nth } = world.known(running(world), spec.id)
    world.log('init', id, nth, 'ok')
    return optionsOf(world, spec)
  })
  const result = withSpecs(yield* definition.launch([], { link: true, label, compat: 25 }), spec)
  if (result === 'ignore') return result
  if ('ok' in result) world.started(result.ok)
  else world.log('start_failed', spec.id, world.starts(spec.id), world.term(result.error))
  return result
}

/**
 * OTP shows what is wrong with the list of children as it was given, start functions included; ours
 * gives the ids, because functions are no data. The cases name those functions so.
 */
function withSpecs(result: StartResult, spec: TreeSpec): StartResult {
  if (result === 'ignore' || 'ok' in result || !isPair(result.error, 'bad_start_spec'))
    return result
  const specs = (spec.children ?? []).map((child) => {
    const { id, restart, shutdown, significant, type } = child
    const start = { t: ['sup', 'start_dyn', ['state', child]] }
    const fields = Object.entries({ id, start, restart, shutdown, significant, type })
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
  })
  return { error: { bad_start_spec: specs } }
}

function running(world: CaseWorld): AnyPid {
  const { current } = world.machine
  if (current === null) throw new BadCase('nobody is running')
  return current
}

function optionsOf(world: CaseWorld, spec: TreeSpec): SupervisorOptions {
  const isDynamic = spec.strategy === 'simple_one_for_one'
  const given: { readonly [Field in keyof SupervisorOptions]: unknown } = {
    strategy: spec.strategy ?? 'one_for_one',
    maxRestarts: spec.intensity ?? 1,
    maxSeconds: spec.period ?? 5,
    autoShutdown: spec.auto_shutdown ?? 'never',
    children: (spec.children ?? []).map((child) =>
      isDynamic ? templateSpec(world, child) : childSpec(world, child),
    ),
  }
  return given as SupervisorOptions
}

function* startWorker(
  world: CaseWorld,
  spec: TreeSpec,
  label: string | undefined,
): Body<StartResult> {
  const options = { link: true, name: spec.name, label, compat: 25 } as const
  return (yield* workerOf(world, spec).launch([], options)) as StartResult
}

function workerOf(world: CaseWorld, spec: TreeSpec): GenServer<WorkerProtocol> {
  return genServer(spec.id, {
    trapExit: spec.trap_exit ?? false,
    *init(): Body<InitResult<Worker>> {
      const me = yield* self()
      const { id, nth } = world.known(me, spec.id)
      const plan = spec.init ?? ['ok']
      const outcome = plan[Math.min(nth, plan.length) - 1] ?? 'ok'
      world.log('init', id, nth, outcome)
      if (outcome === 'ignore') return ignore
      if (outcome !== 'ok') return 'stop' in outcome ? stop(outcome.stop) : raised(outcome)
      world.started(me)
      return ok({ id, nth })
    },
    handleCall: {
      ping: (state: Worker) => reply({ pong: `${state.id}#${state.nth}` }, state),
    },
    handleCast: {
      crash: (_state: Worker, how: string, reason: Json) => {
        if (how === 'throw') throw reason
        return raised(how === 'exit' ? { exit: reason } : { error: reason })
      },
      stop: (state: Worker, reason: Json) => stop(reason, state),
    },
    handleInfo: (state: Worker, message) => {
      const { id, nth } = state
      if (isExit(message)) world.log('exit_msg', id, nth, world.term(message.reason))
      else world.log('info', id, nth, world.term(message))
      return noreply(state)
    },
    *terminate(reason, { id, nth }: Worker) {
      world.log('terminate', id, nth, world.term(reason))
      if (spec.terminate_ms !== undefined) yield* sleep(spec.terminate_ms)
      if (spec.terminate !== undefined && spec.terminate !== 'ok') raised(spec.terminate)
    },
  })
}

function raised(how: Raised): never {
  return 'error' in how ? raise(how.error) : exit(how.exit)
}
