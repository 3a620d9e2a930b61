import type { World } from '../machine/index.ts'
import type { Note, SignalKind, TraceEvent } from '../record/index.ts'
import type {
  Breach,
  Ending,
  EventSort,
  Property,
  Undecided,
  Violation,
  Watch,
} from './property.ts'
import type { Source, Sources } from './source.ts'
import { worst, type Finding, type Judgement } from './verdict.ts'

/**
 * Follows one run with any number of properties. Each event goes only to the watches that want its
 * sort; a property is followed no further once it is violated or its own code has failed.
 *
 * @example
 * const judge = new Judge([...laws, moneyIsConserved], machine.world)
 * machine.watch(judge.event)
 * // … after each step: judge.step()
 * const { verdict, findings } = judge.end({ kind: 'idle', quietSince: 0 })
 */
export class Judge {
  readonly #world: World
  readonly #followers: readonly Follower[]
  readonly #sources = new Map<new () => Source, Feed>()
  readonly #table = new Table()
  #steppers: readonly Follower[] = []
  #quietSince: number | null = null

  constructor(properties: readonly Property[], world: World) {
    this.#world = world
    this.#followers = properties.map((property) => this.#start(property))
    this.#subscribe()
  }

  /** Takes one event; to be given to `machine.watch`. */
  readonly event = (event: TraceEvent): void => {
    const { feeds, followers } = this.#table.entry(event)
    for (const feed of feeds) this.#feed(feed, event)
    for (const follower of followers) {
      if (follower.settled) continue
      try {
        const breach = follower.watch.event!(event, this.#world)
        if (breach !== undefined) this.#violated(follower, breach)
      } catch (error) {
        this.#failed(follower, error)
      }
    }
  }

  /** To be called after each step of the machine; costs nothing when no property asks for it. */
  step(): void {
    for (const follower of this.#steppers) {
      try {
        const breach = follower.watch.step!(this.#world)
        if (breach !== undefined) this.#violated(follower, breach)
      } catch (error) {
        this.#failed(follower, error)
      }
    }
  }

  /** Whether some property wants to be asked after each step. */
  get wantsSteps(): boolean {
    return this.#steppers.length > 0
  }

  /** From now on no fault strikes any more: what is judged in the quiet phase begins. */
  quiet(): void {
    if (this.#quietSince !== null) return
    this.#quietSince = this.#world.time
    for (const follower of this.#followers) {
      this.#run(follower, () => follower.watch.quiet?.(this.#world))
    }
  }

  get quietSince(): number | null {
    return this.#quietSince
  }

  /** The first violation so far, null while there is none. */
  get violation(): Violation | null {
    return this.#followers.find((each) => each.violation !== null)?.violation ?? null
  }

  /** The run's source of that class, null when no property follows it. */
  source<Made extends Source>(made: new () => Made): Made | null {
    return (this.#sources.get(made)?.source as Made | undefined) ?? null
  }

  end(ending: Ending): Judgement {
    for (const follower of this.#followers) {
      this.#run(follower, () => follower.watch.end?.(this.#world, ending))
    }
    const findings = this.#followers.map(finding)
    return { verdict: worst(findings.map((each) => each.verdict)), findings }
  }

  #start(property: Property): Follower {
    const follower: Follower = {
      property,
      watch: {},
      violation: null,
      unknown: null,
      settled: false,
    }
    const sources: Sources = { of: (made) => this.#source(made, follower) }
    try {
      follower.watch = property.start(sources)
    } catch (error) {
      follower.unknown = errorText(error)
      follower.settled = true
    }
    return follower
  }

  #source<Made extends Source>(made: new () => Made, follower: Follower): Made {
    let feed = this.#sources.get(made)
    if (feed === undefined) {
      feed = { source: new made(), followers: [] }
      this.#sources.set(made, feed)
    }
    feed.followers.push(follower)
    return feed.source as Made
  }

  #subscribe(): void {
    for (const feed of this.#sources.values()) this.#table.feed(feed)
    for (const follower of this.#followers) {
      if (follower.watch.event !== undefined) this.#table.follow(follower)
    }
    this.#steppers = this.#followers.filter(
      ({ watch, settled }) => watch.step !== undefined && !settled,
    )
  }

  #feed(feed: Feed, event: TraceEvent): void {
    let changed
    try {
      changed = feed.source.event(event, this.#world)
    } catch (error) {
      for (const follower of feed.followers) this.#failed(follower, error)
      return
    }
    if (!changed) return
    for (const follower of feed.followers) {
      if (follower.settled || follower.watch.change === undefined) continue
      try {
        const breach = follower.watch.change(this.#world)
        if (breach !== undefined) this.#violated(follower, breach)
      } catch (error) {
        this.#failed(follower, error)
      }
    }
  }

  #run(follower: Follower, look: () => Breach | Undecided | undefined): void {
    if (follower.settled) return
    try {
      const found = look()
      if (found === undefined) return
      if ('undecided' in found) follower.unknown = found.undecided
      else this.#violated(follower, found)
    } catch (error) {
      this.#failed(follower, error)
    }
  }

  #violated(follower: Follower, breach: Breach): void {
    const { step, time } = this.#world
    follower.violation = { property: follower.property.name, ...breach, step, time }
    this.#settle(follower)
  }

  #failed(follower: Follower, error: unknown): void {
    if (follower.settled) return
    follower.unknown = errorText(error)
    this.#settle(follower)
  }

  #settle(follower: Follower): void {
    follower.settled = true
    this.#steppers = this.#steppers.filter((each) => each !== follower)
  }
}

/** A property and what has become of it in this run. */
interface Follower {
  readonly property: Property
  watch: Watch
  violation: Violation | null
  unknown: string | null
  /** Nothing more to be learnt from this run. */
  settled: boolean
}

interface Feed {
  readonly source: Source
  readonly followers: Follower[]
}

function finding({ property, watch, violation, unknown }: Follower): Finding {
  return {
    property: property.name,
    kind: property.kind,
    verdict: violation !== null ? 'violated' : unknown !== null ? 'unknown' : 'holds',
    violation,
    unknown,
    reached: property.kind === 'sometimes' ? (watch.reached?.() ?? false) : null,
    judged: watch.judged?.() ?? null,
    atLeast: property.kind === 'sometimes' ? (property.atLeast ?? 1) : 0,
  }
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return `the property's own code threw ${String(error)}`
  return `the property's own code failed: ${error.stack ?? error.message}`
}

interface Entry {
  readonly feeds: Feed[]
  readonly followers: Follower[]
}

/** Who wants which sort of event. */
class Table {
  readonly #kinds = new Map<TraceEvent['kind'], Entry>()
  readonly #sends = new Map<SignalKind, Entry>()
  readonly #arrivals = new Map<SignalKind, Entry>()
  readonly #notes = new Map<Note['kind'], Entry>()

  constructor() {
    for (const kind of KINDS) this.#kinds.set(kind, entry())
    for (const type of SIGNALS) {
      this.#sends.set(type, entry())
      this.#arrivals.set(type, entry())
    }
    for (const kind of NOTES) this.#notes.set(kind, entry())
  }

  entry(event: TraceEvent): Entry {
    switch (event.kind) {
      case 'send':
        return this.#sends.get(event.type)!
      case 'arrive':
        return this.#arrivals.get(event.type)!
      case 'note':
        return this.#notes.get(event.note.kind) ?? NOBODY
      default:
        return this.#kinds.get(event.kind)!
    }
  }

  feed(feed: Feed): void {
    for (const each of this.#entries(feed.source.sees)) each.feeds.push(feed)
  }

  follow(follower: Follower): void {
    const entries =
      follower.watch.sees === undefined ? this.#all() : this.#entries(follower.watch.sees)
    for (const each of entries) each.followers.push(follower)
  }

  #entries(sorts: readonly EventSort[]): Set<Entry> {
    return new Set(sorts.flatMap((sort) => this.#ofSort(sort)))
  }

  #ofSort(sort: EventSort): readonly Entry[] {
    if (sort === 'send') return [...this.#sends.values()]
    if (sort === 'arrive') return [...this.#arrivals.values()]
    if (sort === 'note') return [...this.#notes.values()]
    const [kind, type] = sort.split(' ') as [TraceEvent['kind'], string | undefined]
    if (type === undefined) return [this.#kinds.get(kind)!]
    if (kind === 'send') return [this.#sends.get(type as SignalKind)!]
    if (kind === 'arrive') return [this.#arrivals.get(type as SignalKind)!]
    return [this.#notes.get(type as Note['kind'])!]
  }

  #all(): readonly Entry[] {
    const tables = [this.#kinds, this.#sends, this.#arrivals, this.#notes]
    return tables.flatMap((each) => [...each.values()])
  }
}

function entry(): Entry {
  return { feeds: [], followers: [] }
}

/** For notes of kinds that nobody knows. */
const NOBODY: Entry = entry()

/** Written as records, so that a new kind of event fails to compile here. */
const KINDS = keys<Exclude<TraceEvent['kind'], 'send' | 'arrive' | 'note'>>({
  spawn: 0,
  exit: 0,
  receive: 0,
  link: 0,
  unlink: 0,
  monitor: 0,
  demonitor: 0,
  register: 0,
  unregister: 0,
  timer_started: 0,
  timer_cancelled: 0,
  timer_fired: 0,
  tick: 0,
  fault: 0,
})
const SIGNALS = keys<SignalKind>({
  message: 0,
  exit: 0,
  link: 0,
  unlink: 0,
  monitor: 0,
  down: 0,
  timeout: 0,
})
const NOTES = keys<Note['kind']>({
  supervisor: 0,
  call: 0,
  return: 0,
  reply: 0,
  callback: 0,
  report: 0,
  user: 0,
})

function keys<Key extends string>(of: Record<Key, 0>): readonly Key[] {
  return Object.keys(of) as Key[]
}
