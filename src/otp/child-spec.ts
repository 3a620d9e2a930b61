import type { AnyPid, ChildSummary, Performable } from '../process/index.ts'
import type { StartName } from './address.ts'
import type { Behaviour } from './behaviour.ts'
import { labelOf } from './behaviour.ts'
import type { StartResult } from './proc-lib.ts'

/**
 * What a supervisor must know of a child (supervisor: "Child specification"), and the check of it
 * with the error terms of OTP.
 */
export interface ChildSpec {
  readonly id: string
  readonly start: StartFunction
  readonly restart: Restart
  readonly shutdown: Shutdown
  readonly type: ChildType
  readonly significant: boolean
}

/**
 * Starts the child, linked to the supervisor that performs it. `context.label` should become the
 * last part of the child's path; `extra` are the arguments of start_child to a simple_one_for_one
 * supervisor.
 */
export type StartFunction = (
  context: StartContext,
  ...extra: readonly unknown[]
) => Performable<StartResult>

export interface StartContext {
  readonly label?: string | undefined
}

export type Restart = 'permanent' | 'transient' | 'temporary'
/** Milliseconds the child has to end after `shutdown`; `brutal_kill` gives it none. */
export type Shutdown = number | 'infinity' | 'brutal_kill'
export type ChildType = 'worker' | 'supervisor'

/** What may be said about a child; the rest has OTP's defaults. */
export interface ChildOptions<Args extends readonly unknown[]> {
  /** By default the name it is started under, or the definition's name. */
  readonly id?: string
  readonly args?: Args
  readonly name?: StartName
  /** `permanent` by default. */
  readonly restart?: Restart
  /** 5,000 ms for a worker and `infinity` for a supervisor by default. */
  readonly shutdown?: Shutdown
  readonly significant?: boolean
  readonly type?: ChildType
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
  const { args, name, type, restart, shutdown, significant } = options ?? {}
  const kind = type ?? (behaviour.kind === 'supervisor' ? 'supervisor' : 'worker')
  return {
    id: options?.id ?? labelOf(name) ?? behaviour.name,
    start: (context, ...extra) =>
      behaviour.launch([...(args ?? []), ...extra] as unknown as Args, {
        name,
        label: context.label,
        link: true,
      }) as Performable<StartResult>,
    restart: restart ?? 'permanent',
    shutdown: shutdown ?? defaultShutdown(kind),
    type: kind,
    significant: significant ?? false,
  }
}

export function defaultShutdown(type: ChildType): Shutdown {
  return type === 'supervisor' ? 'infinity' : 5000
}

/** The first thing wrong with a specification, in OTP's words, or null (supervisor:check_childspecs/2). */
export function wrongWith(spec: unknown, autoShutdown: AutoShutdown = 'never'): unknown {
  if (typeof spec !== 'object' || spec === null) return { invalid_child_spec: spec }
  const { id, start, restart, shutdown, type, significant } = spec as Partial<ChildSpec>
  if (id === undefined) return 'missing_id'
  if (start === undefined) return 'missing_start'
  if (typeof start !== 'function') return { invalid_mfa: start }
  if (!isRestart(restart)) return { invalid_restart_type: restart }
  if (typeof significant !== 'boolean') return { invalid_significant: significant }
  if (significant && autoShutdown === 'never') {
    return { bad_combination: [{ auto_shutdown: autoShutdown }, { significant }] }
  }
  if (significant && restart === 'permanent') {
    return { bad_combination: [{ restart }, { significant }] }
  }
  if (type !== 'worker' && type !== 'supervisor') return { invalid_child_type: type }
  if (!isShutdown(shutdown)) return { invalid_shutdown: shutdown }
  return null
}

export type AutoShutdown = 'never' | 'any_significant' | 'all_significant'

function isRestart(value: unknown): value is Restart {
  return value === 'permanent' || value === 'transient' || value === 'temporary'
}

function isShutdown(value: unknown): value is Shutdown {
  if (value === 'infinity' || value === 'brutal_kill') return true
  return Number.isInteger(value) && (value as number) >= 0
}

/** A child as its supervisor keeps it. */
export interface Child {
  readonly spec: ChildSpec
  /** `restarting` after a start that failed and will be tried again. */
  pid: AnyPid | 'restarting' | undefined
}

/** What the laws hold the supervisor to. */
export function summaryOf(spec: ChildSpec, id: string | null = spec.id): ChildSummary {
  const { restart, shutdown, type, significant } = spec
  return { id, restart, shutdown, type, significant }
}
