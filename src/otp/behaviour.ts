import type { AnyPid, Body, Performable } from '../process/index.ts'
import { Composite, ErlangError, register, unregister } from '../process/index.ts'
import { isVia, lookUp, type StartName } from './address.ts'
import type { StartResult } from './proc-lib.ts'
import type { TimeLimit } from './gen.ts'

/** How a process of a behaviour is started (gen_server:start/3,4 and its like). */
export interface StartOptions {
  /** Registers the process before its `init` runs. */
  readonly name?: StartName | undefined
  /** Milliseconds until a start that does not come to an end is given up; for ever by default. */
  readonly timeout?: TimeLimit | undefined
  /** Last part of the process's path; by default its name, or the definition's. */
  readonly label?: string | undefined
  /** Start it linked to the caller, who becomes its parent. */
  readonly link?: boolean | undefined
  /** Monitor it from its beginning; the result then holds the reference. */
  readonly monitor?: boolean | undefined
  /**
   * Behave as OTP 25 where 27 differs. A failed start then is answered before the process is gone,
   * and a starter that traps exits finds its EXIT message.
   */
  readonly compat?: 25 | undefined
}

/** Anything that can be started as a process with arguments: servers, supervisors, what users add. */
export interface Behaviour<in Args extends readonly unknown[], out Address> {
  readonly kind: string
  readonly name: string
  launch(args: Args, options: StartOptions): Performable<StartResult<Address>>
}

/** Starts a process; answers as OTP does: `{ ok }`, `'ignore'` or `{ error }`. */
export function start<Args extends readonly unknown[], Address>(
  behaviour: Behaviour<Args, Address>,
  ...[args, options]: StartArguments<Args>
): Performable<StartResult<Address>> {
  return behaviour.launch(args ?? ([] as unknown as Args), { ...options, link: false })
}

/** As `start`, linked to the caller (gen_server:start_link/3,4). */
export function startLink<Args extends readonly unknown[], Address>(
  behaviour: Behaviour<Args, Address>,
  ...[args, options]: StartArguments<Args>
): Performable<StartResult<Address>> {
  return behaviour.launch(args ?? ([] as unknown as Args), { ...options, link: true })
}

/** As `start`, monitored by the caller (gen_server:start_monitor/3,4): `{ ok, monitor }`. */
export function startMonitor<Args extends readonly unknown[], Address>(
  behaviour: Behaviour<Args, Address>,
  ...[args, options]: StartArguments<Args>
): Performable<StartResult<Address>> {
  return behaviour.launch(args ?? ([] as unknown as Args), { ...options, monitor: true })
}

/** Arguments may be left out when there are none. */
type StartArguments<Args extends readonly unknown[]> = [] extends Args
  ? [args?: Args, options?: StartOptions]
  : [args: Args, options?: StartOptions]

/** The address of what was started; a start that failed raises `{ badmatch: … }`, as `{ok, Pid} = …` would. */
export function started<Address>(result: StartResult<Address>): Address {
  if (typeof result === 'object' && 'ok' in result) return result.ok
  throw new ErlangError({ badmatch: result })
}

/** Starts and answers the address itself, for those who do not expect a failure. */
export function startOrRaise<Args extends readonly unknown[], Address>(
  behaviour: Behaviour<Args, Address>,
  args: Args,
  options: StartOptions,
): Performable<Address> {
  return new Composite(startAndUnwrap, [behaviour, args, options]) as Performable<Address>
}

function* startAndUnwrap(
  behaviour: Behaviour<never, unknown>,
  args: readonly unknown[],
  options: StartOptions,
): Body<unknown> {
  return started(yield* behaviour.launch(args as never, options))
}

/** Takes a name for oneself before `init` runs; null, or why it cannot be had (gen:register_name/1). */
export function* claimName(
  name: StartName,
  me: AnyPid,
): Body<{ readonly already_started: AnyPid | undefined } | null> {
  if (isVia(name)) {
    if (yield* name.module.registerName(name.name, me)) return null
  } else {
    try {
      yield* register(name, me)
      return null
    } catch {
      // Somebody was faster.
    }
  }
  return { already_started: yield* lookUp(name) }
}

/** Gives the name back, if one still has it (gen:unregister_name/1). */
export function* releaseName(name: StartName): Body {
  if (isVia(name)) yield* name.module.unregisterName(name.name)
  else {
    try {
      yield* unregister(name)
    } catch {
      // It was given back before.
    }
  }
}

/** The name as the last part of a path. */
export function labelOf(name: StartName | undefined): string | undefined {
  if (name === undefined || typeof name === 'string') return name
  return typeof name.name === 'string' ? name.name : undefined
}
