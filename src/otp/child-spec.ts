import { format, UsageError } from '../base/index.ts'
import type { AnyPid, ChildSummary, Performable } from '../process/index.ts'
import type { StartName } from './address.ts'
import type { Behaviour } from './behaviour.ts'
import { labelOf } from './behaviour.ts'
import { isTimeLimit } from './gen.ts'
import type { StartResult } from './proc-lib.ts'

/**
 * What a supervisor must know of a child (supervisor: "Child specification"), and the check of it
 * with the error terms of OTP.
 */
export interface ChildSpec {
  readonly id: string
  readonly start: StartFunction
  /** `permanent` by default. */
  readonly restart?: Restart
  /** 5,000 ms for a worker and `infinity` for a supervisor by default. */
  readonly shutdown?: Shutdown
  /** `worker` by default. */
  readonly type?: ChildType
  /** Whether its end may end the supervisor (`autoShutdown`). */
  readonly significant?: boolean
}

/** A specification that has been checked, with every default filled in. */
export type CheckedSpec = Required<ChildSpec>

/**
 * Starts the child, linked to the supervisor that performs it. `context.label` should become the
 * last part of the child's path; `extra` are the arguments of start_child to a simple_one_for_one
 * supervisor.
 */
export type StartFunction = (
  context: StartContext,
  ...extra: readonly unknown[]
) => Performable<StartResult> | StartResult

export interface StartContext {
  readonly label?: string | undefined
}

export type Restart = 'permanent' | 'transient' | 'temporary'
/** Milliseconds the child has to end after `shutdown`; `brutal_kill` gives it none. */
export type Shutdown = number | 'infinity' | 'brutal_kill'
export type ChildType = 'worker' | 'supervisor'

/** What may be said about a child that a definition describes. */
export interface ChildOptions<Args extends readonly unknown[]> extends Omit<
  ChildSpec,
  'id' | 'start'
> {
  /** By default the name it is started under, or the definition's name. */
  readonly id?: string
  readonly args?: Args
  readonly name?: StartName
}

/** Arguments must be given unless there are none. */
type ChildArguments<Args extends readonly unknown[]> = [] extends Args
  ? [options?: ChildOptions<Args>]
  : [options: ChildOptions<Args> & { readonly args: Args }]

/**
 * The specification of a child that a definition describes.
 *
 * @example
 * child(Counter, { name: visits, args: [0], restart: 'transient' })
 */
export function child<Args extends readonly unknown[]>(
  behaviour: Behaviour<Args, unknown>,
  ...[options]: ChildArguments<Args>
): ChildSpec {
  return specOf(behaviour, options ?? {})
}

/**
 * As `child`, for the template of a simple_one_for_one supervisor: its arguments may be the first
 * few only, the others come with `startChild`.
 */
export function template<Args extends readonly unknown[]>(
  behaviour: Behaviour<Args, unknown>,
  options: ChildOptions<Partial<Args>> = {},
): ChildSpec {
  return specOf(behaviour, options)
}

function specOf<Args extends readonly unknown[]>(
  behaviour: Behaviour<Args, unknown>,
  options: ChildOptions<readonly unknown[]>,
): ChildSpec {
  if (typeof (behaviour as Partial<typeof behaviour> | undefined)?.launch !== 'function') {
    throw new UsageError(`child was given ${format(behaviour)}, which is no definition`, {
      code: 'bad_definition',
      hint: "child(Counter, { args: [0] }), with const Counter = genServer('Counter', …)",
    })
  }
  const { args = [], name, id = labelOf(name) ?? behaviour.name, ...said } = options
  return {
    id,
    type: behaviour.kind === 'supervisor' ? 'supervisor' : 'worker',
    ...said,
    start: ({ label }, ...extra) => {
      const options = { name, label, link: true }
      return behaviour.launch(
        [...args, ...extra] as unknown as Args,
        options,
      ) as Performable<StartResult>
    },
  }
}

/**
 * Whether a supervisor would take these specifications, and the first thing that is wrong with them
 * (supervisor:check_childspecs/1,2). Which children may be significant depends on `autoShutdown`.
 */
export function checkChildspecs(
  specs: readonly ChildSpec[],
  autoShutdown?: AutoShutdown,
): 'ok' | { readonly error: unknown } {
  if (autoShutdown !== undefined && !isAutoShutdown(autoShutdown)) {
    return { error: { badarg: autoShutdown } }
  }
  const checked = checkAll(specs, autoShutdown)
  return 'ok' in checked ? 'ok' : checked
}

/** Specifications with their defaults filled in, or the first error (supervisor:check_startspec/2). */
export function checkAll(
  specs: unknown,
  autoShutdown: AutoShutdown | undefined,
): Checked<readonly CheckedSpec[]> {
  if (!Array.isArray(specs)) return { error: { badarg: specs } }
  const seen = new Map<string, CheckedSpec>()
  for (const spec of specs) {
    const checked = checkOne(spec, autoShutdown)
    if ('error' in checked) return checked
    const { id } = checked.ok
    if (seen.has(id)) return { error: { duplicate_child_name: id } }
    seen.set(id, checked.ok)
  }
  return { ok: [...seen.values()] }
}

/** What has been found good, or what is wrong with it, in OTP's words. */
export type Checked<Value> = { readonly ok: Value } | { readonly error: unknown }

/** One specification (supervisor:check_childspec/2). */
export function checkOne(
  given: unknown,
  autoShutdown: AutoShutdown | undefined,
): Checked<CheckedSpec> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return { error: { invalid_child_spec: given } }
  }
  const { id, start, ...said } = given as Partial<ChildSpec>
  if (id === undefined) return { error: 'missing_id' }
  if (start === undefined) return { error: 'missing_start' }
  const { restart = 'permanent', type = 'worker', significant = false } = said
  const { shutdown = type === 'supervisor' ? 'infinity' : 5000 } = said
  const spec: CheckedSpec = { id, start, restart, shutdown, type, significant }
  const error = wrongWith(spec, autoShutdown)
  return error === null ? { ok: spec } : { error }
}

function wrongWith(spec: CheckedSpec, autoShutdown: AutoShutdown | undefined): unknown {
  const { id, start, restart, significant, type, shutdown } = spec
  // In Erlang any term will do; here it becomes a part of the path.
  if (typeof id !== 'string') return { invalid_id: id }
  if (typeof start !== 'function') return { invalid_mfa: start }
  if (!RESTARTS.includes(restart)) return { invalid_restart_type: restart }
  if (significant === true && autoShutdown === 'never') {
    return { bad_combination: [{ auto_shutdown: autoShutdown }, { significant }] }
  }
  if (significant === true && restart === 'permanent') {
    return { bad_combination: [{ restart }, { significant }] }
  }
  if (typeof significant !== 'boolean') return { invalid_significant: significant }
  if (type !== 'worker' && type !== 'supervisor') return { invalid_child_type: type }
  if (shutdown !== 'brutal_kill' && !isTimeLimit(shutdown)) return { invalid_shutdown: shutdown }
  return null
}

const RESTARTS: readonly unknown[] = ['permanent', 'transient', 'temporary']

export type AutoShutdown = 'never' | 'any_significant' | 'all_significant'

export function isAutoShutdown(value: unknown): value is AutoShutdown {
  return value === 'never' || value === 'any_significant' || value === 'all_significant'
}

/** A child as its supervisor keeps it. */
export interface Child {
  readonly spec: CheckedSpec
  /** `restarting` after a start that failed and will be tried again. */
  pid: AnyPid | 'restarting' | undefined
}

/** What the laws hold the supervisor to. */
export function summaryOf(spec: CheckedSpec, id: string | null = spec.id): ChildSummary {
  const { restart, shutdown, type, significant } = spec
  return { id, restart, shutdown, type, significant }
}
