import { UsageError } from '../base/index.ts'
import { SITES, type Reach, type Site } from './ambient-sites.ts'
import { mistake } from './halt.ts'
import type { Machine } from './machine.ts'
import { isNode, isOwn, placesOf, showPlace, userPlace } from './place.ts'

/**
 * Catches user code that reaches past the simulated world, for clocks, chance, timers, the network
 * or promises, while a machine runs. The globals are replaced for that long and put back exactly.
 *
 * What was taken out of its global before the run (`const { now } = Date`), what is imported from
 * `node:` modules, and the promises that async functions make by themselves cannot be seen from
 * here; the determinism check finds what they do to a run.
 */
export interface AmbientOptions {
  /** Places that may reach out all the same: part of a file's path, or `file.ts:12`. */
  readonly allow?: readonly string[]
  /** `deterministic`: clocks and chance answer from the simulated world instead of ending the run. */
  readonly answers?: 'deterministic'
}

interface Guard {
  readonly machine: Machine
  readonly allow: readonly string[]
  readonly deterministic: boolean
}

/** A global as it was found, and what stands in for it: kept from run to run, so that installing is cheap. */
interface Slot {
  readonly site: Site
  owner: object | null
  original: unknown
  standIn: unknown
}

/** Innermost last: a machine may run inside a step of another. */
const guards: Guard[] = []
const slots: readonly Slot[] = SITES.map((site) => {
  return { site, owner: null, original: undefined, standIn: undefined }
})
/** While one call is being explained, what its explanation calls is none of the user's doing. */
const state = { explaining: false }

/** The answer that is none: let the call through to the original. */
const PASS: unique symbol = Symbol('pass')

/**
 * Guards the globals until the function that it answers is called. A leak ends the machine's run
 * with a mistake of code `ambient`, and throws where it happens, so that the body stops there. Calls
 * from outside any process's step, and those of the library itself, pass untouched.
 *
 * @example
 * const release = guardAmbient(machine)
 * try { machine.run() } finally { release() }
 */
export function guardAmbient(machine: Machine, options: AmbientOptions = {}): () => void {
  const { allow = [], answers } = options
  const guard: Guard = { machine, allow, deterministic: answers === 'deterministic' }
  guards.push(guard)
  if (guards.length === 1) install()
  return () => {
    const index = guards.lastIndexOf(guard)
    if (index === -1) return
    guards.splice(index, 1)
    if (guards.length === 0) restore()
  }
}

function install(): void {
  for (const slot of slots) {
    const { holder, key } = slot.site
    slot.owner = ownerOf(holder, key)
    if (slot.owner === null) continue
    const original = (slot.owner as Record<string, unknown>)[key]
    if (original !== slot.original) {
      slot.original = original
      slot.standIn = standInFor(slot.site, original as Callable)
    }
    // Assigning keeps the property's place and attributes, and costs a fraction of defining it.
    Reflect.set(slot.owner, key, slot.standIn)
  }
}

function restore(): void {
  for (const { owner, site, original } of slots) {
    if (owner !== null) Reflect.set(owner, site.key, original)
  }
}

/** The object that the property belongs to: methods of `performance` and `crypto` are their prototypes'. */
function ownerOf(holder: string, key: string): object | null {
  const world = globalThis as unknown as Readonly<Record<string, object | undefined>>
  let owner = world[holder] ?? null
  while (owner !== null && !Object.hasOwn(owner, key)) {
    owner = Object.getPrototypeOf(owner) as object | null
  }
  return owner
}

type Callable = (...args: readonly unknown[]) => unknown

/** Looks in every way like the original, except that calls are looked at first. */
function standInFor(site: Site, original: Callable): unknown {
  const { call, make, members = {} } = site
  const standIns = new Map<unknown, unknown>()
  const standIn: unknown = new Proxy(original, {
    apply(target, self, args) {
      const answer = call === undefined ? PASS : meet(call, args, target)
      return answer === PASS ? Reflect.apply(target, self, args) : answer
    },
    construct(target, args, maker) {
      const harmless = make === undefined || (site.makeWithArguments === true && args.length > 0)
      const answer = harmless ? PASS : meet(make, args, target)
      return Reflect.construct(target, answer === PASS ? args : [answer], maker) as object
    },
    get(target, key) {
      const member: unknown = Reflect.get(target, key)
      const reach =
        typeof key === 'string' && Object.hasOwn(members, key) ? members[key] : undefined
      if (reach === undefined || typeof member !== 'function') return member
      let made = standIns.get(member)
      if (made === undefined) {
        made = memberStandIn(reach, member as Callable, standIn, target)
        standIns.set(member, made)
      }
      return made
    },
  })
  return standIn
}

function memberStandIn(reach: Reach, member: Callable, holder: unknown, original: object): unknown {
  return new Proxy(member, {
    apply(target, self, args) {
      const answer = meet(reach, args, target)
      if (answer !== PASS) return answer
      return Reflect.apply(target, self === holder ? original : self, args)
    },
  })
}

/** Decides about one call: lets it pass, answers it, or ends the run and throws. */
function meet(reach: Reach, args: readonly unknown[], target: object): unknown {
  const guard = state.explaining
    ? undefined
    : guards.findLast((each) => each.machine.running !== null)
  if (guard === undefined) return PASS
  state.explaining = true
  try {
    const stack = callersStack()
    const caller = placesOf(stack)[0]
    if (caller !== undefined && (isNode(caller) || isOwn(caller))) return PASS
    if (isAllowed(guard, stack)) return PASS
    if (guard.deterministic && reach.answer !== undefined) {
      return reach.answer(guard.machine, args, target)
    }
    return fail(guard, reach, stack)
  } finally {
    state.explaining = false
  }
}

function fail({ machine }: Guard, { name, hint }: Reach, stack: string): never {
  const pid = machine.running!
  const place = userPlace(stack)
  const where = place === null ? '' : ` at ${showPlace(place)}`
  const message = `${pid.path} called ${name}${where}, which reaches past the simulated world`
  machine.fail(mistake('ambient', pid, message, hint, stack))
  throw new UsageError(message, { code: 'ambient', hint })
}

function isAllowed({ allow }: Guard, stack: string): boolean {
  if (allow.length === 0) return false
  const place = userPlace(stack)
  if (place === null) return false
  const shown = showPlace(place)
  // `bank.ts:1` must not allow `bank.ts:12`.
  return allow.some((site) =>
    /:\d+$/.test(site) ? shown.endsWith(site) : place.file.includes(site),
  )
}

/** The stack above this file, deep enough to get out of the packages that the user calls. */
function callersStack(): string {
  const errors = Error as { stackTraceLimit?: number }
  const { stackTraceLimit } = errors
  errors.stackTraceLimit = 50
  const rows = (new Error().stack ?? '').split('\n').slice(1)
  if (stackTraceLimit === undefined) delete errors.stackTraceLimit
  else errors.stackTraceLimit = stackTraceLimit
  const first = rows.findIndex((row) => {
    const [place] = placesOf(row)
    return place !== undefined && !/\/machine\/ambient\.[jt]s$/.test(place.file)
  })
  return rows.slice(Math.max(0, first)).join('\n')
}
