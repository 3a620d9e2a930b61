/**
 * Addresses: plain data, compared by identity within a run and by path and life across runs.
 */

declare const accepts: unique symbol

/** The node of a world that has only one. */
export const THIS_NODE = 'nonode@nohost'

/**
 * A process identifier. `path` is the stable name (`/app/pool/w1`), `life` counts its restarts from
 * 0, `id` is the order of creation within the run, `hash` the fingerprint of (path, life).
 *
 * The type parameter is what may be sent to it; it is contravariant, so that an address that
 * accepts more may stand for one that accepts less.
 */
export interface Pid<in Message = unknown> {
  readonly kind: 'pid'
  readonly node: string
  readonly id: number
  readonly path: string
  readonly life: number
  readonly hash: number
  readonly [accepts]?: (message: Message) => void
}

/** Any pid at all: what links, monitors and exits take. */
export type AnyPid = Pid<never>

/** Whoever acts from outside the simulated world: a fault, a test. Never alive. */
export const OUTSIDE: AnyPid = {
  kind: 'pid',
  node: THIS_NODE,
  id: 0,
  path: '(outside)',
  life: 0,
  hash: 0,
}

/** A reference: unique in the run, named from its owner and the owner's n-th reference. */
export interface Ref {
  readonly kind: 'ref'
  readonly owner: AnyPid
  readonly n: number
  readonly hash: number
}

/** A registered name as an address. */
export interface Name<in Message = unknown> {
  readonly kind: 'name'
  readonly name: string
  readonly [accepts]?: (message: Message) => void
}

export function isPid(value: unknown): value is AnyPid {
  return typeof value === 'object' && value !== null && (value as AnyPid).kind === 'pid'
}

export function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && (value as Ref).kind === 'ref'
}

export function isName(value: unknown): value is Name<never> {
  return typeof value === 'object' && value !== null && (value as Name).kind === 'name'
}

/** The stable name in print: the path, and from the second life on which life it is. */
export function nameOf(pid: AnyPid): string {
  return pid.life === 0 ? pid.path : `${pid.path}~${pid.life}`
}
