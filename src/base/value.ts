import { hashNumber, hashString, mix } from './hash.ts'

/**
 * What processes may share: plain data. This file is the one walk over such data, which freezes it,
 * fingerprints it and refuses what is not plain, in a single pass.
 */

/** How a value is taken over when it is sent: frozen in place, copied, or trusted as it is. */
export type ValueMode = 'freeze' | 'copy' | 'none'

/** Thrown inside the walk; the machine turns it into a `UsageError` that names process and operation. */
export class NotPlain extends Error {
  readonly path: string
  readonly what: string
  constructor(path: string, what: string) {
    super(`${what} at ${path === '' ? 'the top' : path}`)
    this.path = path
    this.what = what
  }
}

/**
 * The fingerprint counts this many nodes; freezing and refusing look at all of them. It is a function
 * of the value alone: the same whether the value is sealed for the first time or was frozen before.
 */
const FINGERPRINT_NODES = 256
const MAX_DEPTH = 200
/** What counts for everything that the fingerprint does not reach. */
const TOO_FAR = 0x4be98134

/** How many nodes the present walk may still fingerprint; set anew at every entry. */
const budget = { nodes: 0 }

/** The objects that the present walk is inside of, by depth: to meet one of them again is a cycle. */
const above: object[] = []

/**
 * What the walk does besides fingerprinting: freeze and refuse what is not plain, only refuse it,
 * freeze and let the rest pass (state), or only look.
 */
type Manner = 'freeze' | 'refuse' | 'state' | 'look'

/** Freezes plain data deeply and returns its fingerprint. Throws `NotPlain`. */
export function seal(value: unknown): number {
  if (typeof value === 'number') return hashNumber(value)
  budget.nodes = FINGERPRINT_NODES
  return walk(value, 'freeze', 0)
}

/** As `seal`, but the value stays as it is: its owner may go on changing it, once a copy is made. */
export function inspect(value: unknown): number {
  if (typeof value === 'number') return hashNumber(value)
  budget.nodes = FINGERPRINT_NODES
  return walk(value, 'refuse', 0)
}

/** As `seal`, but what is not plain (a Map in a server's state) is left as it is. */
export function sealState(value: unknown): number {
  budget.nodes = FINGERPRINT_NODES
  return walk(value, 'state', 0)
}

/** The fingerprint alone; what is not plain counts by its kind only. */
export function fingerprint(value: unknown): number {
  if (typeof value === 'number') return hashNumber(value)
  budget.nodes = FINGERPRINT_NODES
  return walk(value, 'look', 0)
}

function walk(value: unknown, manner: Manner, depth: number): number {
  budget.nodes--
  switch (typeof value) {
    case 'number':
      return hashNumber(value)
    case 'string':
      return hashString(value)
    case 'boolean':
      return value ? 0x51ed270b : 0x2127599b
    case 'undefined':
      return 0x3c6ef372
    case 'bigint':
      return mix(0x1b873593, hashString(value.toString(16)))
    case 'symbol':
      return mix(0x5bd1e995, hashString(value.description ?? ''))
    case 'function':
      // Functions may be sent (agents, tasks): they are known by name only.
      return mix(0x7feb352d, hashString(value.name))
    case 'object':
      return value === null ? 0x165667b1 : walkObject(value, manner, depth)
  }
}

function walkObject(value: object, manner: Manner, depth: number): number {
  // Pids and refs hash by their stable name, never by a counter that an unrelated process could shift.
  if (isAddress(value)) return value.hash
  const list = Array.isArray(value)
  const strict = manner === 'freeze' || manner === 'refuse'
  if (!list && !isRecord(value)) {
    if (strict) throw new NotPlain('', describeKind(value))
    return hashString(describeKind(value))
  }
  if (depth > MAX_DEPTH) {
    if (strict) throw new NotPlain('', `a value nested deeper than ${MAX_DEPTH} levels`)
    return TOO_FAR
  }
  // What is frozen has been through here already, or was made immutable by its owner, who may have
  // forgotten what lies below: it is gone through once more, but no further than the fingerprint goes.
  const known = manner === 'look' || Object.isFrozen(value)
  if (strict && (known || manner === 'refuse') && isAbove(value, depth)) {
    throw new NotPlain('', 'a cycle')
  }
  const spent = budget.nodes <= 0
  if (known && spent) return TOO_FAR
  if (!known && manner !== 'refuse') Object.freeze(value)
  above[depth] = value
  const hash = list
    ? walkList(value, manner, depth, known)
    : walkRecord(value, manner, depth, known)
  return spent ? TOO_FAR : hash
}

function walkList(
  value: readonly unknown[],
  manner: Manner,
  depth: number,
  bounded: boolean,
): number {
  let h = 0x2545f491 ^ value.length
  let spent = false
  for (let i = 0; i < value.length; i++) {
    try {
      const item = walk(value[i], manner, depth + 1)
      if (!spent) h = mix(h, item)
    } catch (error) {
      throw under(error, `[${i}]`)
    }
    spent = budget.nodes <= 0
    if (spent && bounded) break
  }
  return h
}

function walkRecord(
  value: Record<string, unknown>,
  manner: Manner,
  depth: number,
  bounded: boolean,
): number {
  // Keys are combined by addition: two objects with equal content hash alike in any key order.
  let sum = 0
  let spent = false
  for (const key of Object.keys(value)) {
    try {
      const item = walk(value[key], manner, depth + 1)
      if (!spent) sum = (sum + mix(hashString(key), item)) | 0
    } catch (error) {
      throw under(error, `.${key}`)
    }
    spent = budget.nodes <= 0
    if (spent && bounded) break
  }
  return mix(0x68e31da4, sum)
}

function isAbove(value: object, depth: number): boolean {
  for (let i = 0; i < depth; i++) if (above[i] === value) return true
  return false
}

/** Whether an object is a plain one, such as a literal makes. */
export function isRecord(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Pids, refs and the addresses of callers are atoms here: neither frozen, copied nor looked into. */
interface Address {
  readonly kind: 'pid' | 'ref' | 'from'
  readonly hash: number
}

function isAddress(value: object): value is Address {
  const { kind, hash } = value as Partial<Address>
  return typeof hash === 'number' && (kind === 'pid' || kind === 'ref' || kind === 'from')
}

function under(error: unknown, step: string): unknown {
  return error instanceof NotPlain ? new NotPlain(step + error.path, error.what) : error
}

/** Names the kind of a thing that is not plain data: `a Promise`, `a Map`, `an instance of Account`. */
export function describeKind(value: object): string {
  const name = (value.constructor as { readonly name?: string } | undefined)?.name ?? 'unknown'
  if (/^(Promise|Map|Set|Date|RegExp|WeakMap|WeakSet)$/.test(name)) return `a ${name}`
  if (name === 'Error') return 'an Error'
  return `an instance of ${name}`
}

/** Whether it is a promise, or anything else that one would await. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if (typeof value !== 'object' || value === null) return false
  return typeof (value as Partial<PromiseLike<unknown>>).then === 'function'
}

/** A deep copy of plain data; pids, refs, functions and what is not plain are kept as they are. */
export function copy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (isAddress(value)) return value
  if (Array.isArray(value)) return value.map((item: unknown) => copy(item)) as T
  if (!isRecord(value)) return value
  // By way of entries, because a key may be called __proto__.
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, copy(item)])
  return Object.fromEntries(entries) as T
}
