import { equal, format } from '../base/index.ts'
import { Calls, type Ending, type EventSort, type Sources } from '../check/index.ts'
import { compares, patternInFull, type Comparison, type Pattern } from '../faults/index.ts'
import type { World } from '../machine/index.ts'
import { nameOf, type AnyPid, type TraceEvent } from '../record/index.ts'
import { Population } from './population.ts'
import type { Claim, CountedEnd } from './property.ts'

/**
 * A claim followed through one run: what it says can be read at any moment, and is read again only
 * when something has happened that it speaks of.
 */
export interface Gauge {
  readonly sees: readonly EventSort[]
  /** Takes in an event; answers whether the claim may read differently now. */
  event?(event: TraceEvent, world: World): boolean
  /** For what no event tells: looks after each step, and answers as `event` does. */
  look?(world: World): boolean
  /** Nothing more will come. */
  close?(world: World, ending: Ending): void
  holds(world: World): boolean
  /** What is the case at present, and what it is about. */
  tell(world: World): Fact
  /** How much there has been to speak of so far: of a pattern, the processes that matched. */
  readonly subjects: number
}

export interface Fact {
  /** By its stable name. */
  readonly subject: string
  /** `3 of /app/pool/* are alive` */
  readonly fact: string
  /** `at least 5` */
  readonly bound: string
}

/** Whom a claim about states speaks of: all of those that match now, at least one of them and all, or any. */
export type Quantifier = 'every' | 'some_and_every' | 'any'

/** A gauge for one run. */
export function gaugeOf(claim: Claim, quantifier: Quantifier, sources: Sources): Gauge {
  switch (claim.kind) {
    case 'alive':
    case 'down':
    case 'restarts':
      return new HeadCount(claim.kind, claim.of, claim.count)
    case 'mailbox':
      return new LongestMailbox(claim.of, claim.count)
    case 'calls':
      return new CallCount(claim.outcome, claim.count, sources.of(Calls))
    case 'registered':
      return registration(claim.process)
    case 'state':
      return new States(claim, quantifier)
  }
}

/** How many of the population are alive, down, or have been restarted. */
class HeadCount implements Gauge {
  readonly sees: readonly EventSort[]
  readonly #what: 'alive' | 'down' | 'restarts'
  readonly #of: Pattern
  readonly #count: Comparison
  readonly #population: Population

  constructor(what: 'alive' | 'down' | 'restarts', of: Pattern, count: Comparison) {
    this.#what = what
    this.#of = of
    this.#count = count
    this.#population = new Population(of)
    this.sees = this.#population.sees
  }

  get subjects(): number {
    return this.#population.matched
  }

  event(event: TraceEvent, world: World): boolean {
    return this.#population.event(event, world)
  }

  holds(): boolean {
    return compares(this.#count, this.#population[this.#what])
  }

  tell(): Fact {
    const subject = patternInFull(this.#of)
    const n = this.#population[this.#what]
    const fact =
      this.#what === 'restarts'
        ? `there ${n === 1 ? 'was 1 restart' : `were ${n} restarts`} of ${subject}`
        : `${n} of ${subject} ${n === 1 ? 'is' : 'are'} ${this.#what}`
    return { subject, fact, bound: boundText(this.#count) }
  }
}

/** The longest mailbox of the population. */
class LongestMailbox implements Gauge {
  readonly sees: readonly EventSort[]
  readonly #of: Pattern
  readonly #count: Comparison
  readonly #population: Population

  constructor(of: Pattern, count: Comparison) {
    this.#of = of
    this.#count = count
    this.#population = new Population(of)
    // A demonitor may take a message away that nobody has received.
    this.sees = [...this.#population.sees, 'arrive', 'receive', 'demonitor']
  }

  get subjects(): number {
    return this.#population.matched
  }

  event(event: TraceEvent, world: World): boolean {
    switch (event.kind) {
      case 'arrive':
        return this.#population.has(event.to)
      case 'receive':
      case 'demonitor':
        return this.#population.has(event.pid)
      default:
        return this.#population.event(event, world)
    }
  }

  holds(world: World): boolean {
    return compares(this.#count, this.#longest(world).length)
  }

  tell(world: World): Fact {
    const { pid, length } = this.#longest(world)
    const bound = boundText(this.#count)
    const pattern = patternInFull(this.#of)
    if (pid === null) return { subject: pattern, fact: `no message waits at ${pattern}`, bound }
    const fact = `${length} ${length === 1 ? 'message waits' : 'messages wait'} at ${nameOf(pid)}`
    return { subject: pid.path, fact, bound }
  }

  #longest(world: World): { readonly pid: AnyPid | null; readonly length: number } {
    let longest: AnyPid | null = null
    let length = 0
    for (const pid of this.#population.living()) {
      const size = world.mailboxOf(pid)
      if (size > length) {
        longest = pid
        length = size
      }
    }
    return { pid: longest, length }
  }
}

/** How many calls have come to an end of that kind; which are lost shows at the end only. */
class CallCount implements Gauge {
  readonly sees: readonly EventSort[] = []
  readonly #outcome: CountedEnd
  readonly #count: Comparison
  readonly #calls: Calls

  constructor(outcome: CountedEnd, count: Comparison, calls: Calls) {
    this.#outcome = outcome
    this.#count = count
    this.#calls = calls
  }

  get subjects(): number {
    return this.#calls.counts.calls
  }

  close(world: World, ending: Ending): void {
    this.#calls.close(ending, world)
  }

  holds(): boolean {
    return compares(this.#count, this.#calls.counts[this.#outcome])
  }

  tell(): Fact {
    const n = this.#calls.counts[this.#outcome]
    const fact = `${n} ${n === 1 ? 'call' : 'calls'} ${ENDS[this.#outcome]}`
    return { subject: `calls ${this.#outcome}`, fact, bound: boundText(this.#count) }
  }
}

const ENDS: Readonly<Record<CountedEnd, string>> = {
  answered: 'answered so far',
  timed_out: 'timed out so far',
  callee_died: 'so far met a callee that died',
  lost: 'lost for ever',
}

/** Whether somebody has the name. */
function registration(name: string): Gauge {
  const holds = (world: World): boolean => world.whereis(name) !== undefined
  return {
    sees: ['register', 'unregister', 'exit'],
    event: (event) => event.kind === 'exit' || ('name' in event && event.name === name),
    holds,
    tell: (world) => ({
      subject: name,
      fact: `${holds(world) ? 'somebody' : 'nobody'} is registered as ${name}`,
      bound: 'somebody',
    }),
    subjects: 1,
  }
}

type StateClaim = Extract<Claim, { readonly kind: 'state' }>

/** What was found in the state of a process. */
interface Shown {
  readonly pid: AnyPid
  readonly state: unknown
  readonly right: boolean
}

/** A part of the state of each process of the population. States are compared when they are new. */
class States implements Gauge {
  readonly sees: readonly EventSort[]
  readonly #claim: StateClaim
  readonly #quantifier: Quantifier
  readonly #population: Population
  readonly #shown = new Map<number, Shown>()
  #right = 0
  #subjects = 0

  constructor(claim: StateClaim, quantifier: Quantifier) {
    this.#claim = claim
    this.#quantifier = quantifier
    this.#population = new Population(claim.of)
    this.sees = this.#population.sees
  }

  get subjects(): number {
    return this.#subjects
  }

  event(event: TraceEvent, world: World): boolean {
    const changed = this.#population.event(event, world)
    if (changed && event.kind !== 'spawn' && 'pid' in event && event.pid !== null) {
      if (!this.#population.has(event.pid)) this.#forget(event.pid)
    }
    return changed
  }

  look(world: World): boolean {
    let changed = false
    for (const pid of this.#population.living()) {
      const state = world.stateOf(pid)
      // A process that has shown nothing yet is still in its init.
      if (state === undefined || this.#shown.get(pid.id)?.state === state) continue
      this.#forget(pid)
      const right = this.#isRight(partOf(state, this.#claim.path))
      this.#shown.set(pid.id, { pid, state, right })
      if (right) this.#right++
      this.#subjects++
      changed = true
    }
    return changed
  }

  holds(): boolean {
    const all = this.#right === this.#shown.size
    switch (this.#quantifier) {
      case 'every':
        return all
      case 'some_and_every':
        return all && this.#right > 0 && this.#right === this.#population.alive
      case 'any':
        return this.#right > 0
    }
  }

  tell(): Fact {
    const { is, path, of } = this.#claim
    const bound = is.kind === 'equals' ? format(is.term) : boundText(is)
    // Of the one that makes the claim true or false.
    const wanted = this.#quantifier === 'any'
    const found = [...this.#shown.values()].find(({ right }) => right === wanted)
    if (found === undefined) {
      const pattern = patternInFull(of)
      const who = this.#shown.size === 0 ? 'nobody shows a state' : 'no state is like that'
      return { subject: pattern, fact: `of ${pattern} ${who}`, bound }
    }
    const { pid, state } = found
    const part = ['state', ...path].join('.')
    const fact = `${part} of ${nameOf(pid)} is ${format(partOf(state, path))}`
    return { subject: pid.path, fact, bound }
  }

  #isRight(part: unknown): boolean {
    const { is } = this.#claim
    if (is.kind === 'equals') return equal(part, is.term)
    return typeof part === 'number' && compares(is, part)
  }

  #forget(pid: AnyPid): void {
    if (this.#shown.get(pid.id)?.right === true) this.#right--
    this.#shown.delete(pid.id)
  }
}

/** What the keys lead to; undefined when they lead nowhere. */
function partOf(state: unknown, path: readonly string[]): unknown {
  let part = state
  for (const key of path) {
    if (part instanceof Map) part = part.get(key)
    else if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key))
      return undefined
    else part = (part as Readonly<Record<string, unknown>>)[key]
  }
  return part
}

/** `5`, `at least 5`, `at most 5`. */
function boundText({ kind, value }: Comparison): string {
  return kind === 'exactly'
    ? String(value)
    : `${kind === 'at_least' ? 'at least' : 'at most'} ${value}`
}
