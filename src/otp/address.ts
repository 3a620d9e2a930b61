import { format } from '../base/index.ts'
import type { AnyPid, Name, Performable } from '../process/index.ts'
import { Composite, ErlangError, isName, isPid, whereis, type Body } from '../process/index.ts'

declare const protocol: unique symbol

/** What a server understands: inferred from its definition, or written down for mutual recursion. */
export interface ServerProtocol {
  readonly start: readonly unknown[]
  readonly state: unknown
  // border: parameter lists of handlers are contravariant, so no narrower constraint accepts them all.
  readonly calls: Record<string, (...args: any[]) => unknown> // border: see above
  readonly casts: Record<string, (...args: any[]) => void> // border: see above
}

/** Any registry that speaks OTP's four `via` functions (gen_server: "via" in server_name()). */
export interface ViaModule {
  registerName(name: unknown, pid: AnyPid): Performable<boolean>
  unregisterName(name: unknown): Performable<unknown>
  whereisName(name: unknown): Performable<AnyPid | undefined>
}

/** A name in a registry of one's own: Erlang's `{via, Module, Name}`. */
export interface Via {
  readonly kind: 'via'
  readonly module: ViaModule
  readonly name: unknown
}

/** Wherever a process may be reached: by pid, by registered name, by a registry. */
export type Address = AnyPid | Name<never> | Via

/** The address of a server that speaks `Protocol`. Plain data; the type is all that is added. */
export type ServerRef<Protocol extends ServerProtocol> = Address & {
  readonly [protocol]?: Protocol
}

/** A name that a process may be started under. */
export type StartName = Name<never> | Via | string

/** Makes a `via` address. */
export function via(module: ViaModule, name: unknown): Via {
  return { kind: 'via', module, name }
}

export function isVia(address: unknown): address is Via {
  return typeof address === 'object' && address !== null && (address as Via).kind === 'via'
}

/** The pid behind an address, undefined when nobody is there (gen:where/1). */
export function whereIs(address: Address | string): Performable<AnyPid | undefined> {
  return new Composite(lookUp, [address])
}

/** The body of `whereIs`, for those who are generators themselves (gen:do_for_proc/2). */
export function* lookUp(address: Address | string): Body<AnyPid | undefined> {
  if (isPid(address)) return address
  if (typeof address === 'string' || isName(address)) return yield* whereis<never>(address)
  if (isVia(address)) return yield* address.module.whereisName(address.name)
  const given = format(address)
  throw new ErlangError('function_clause', `${given} is no address: a pid, a name, a via() is one`)
}
