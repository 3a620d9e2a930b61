import type { World } from '../machine/index.ts'
import type { TraceEvent } from '../record/index.ts'
import { Calls } from './calls.ts'
import type { Breach, Ending, Property, Undecided, Violation, Watch } from './property.ts'
import type { Source, Sources } from './source.ts'
import { Switchboard } from './switchboard.ts'
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
  readonly #switchboard = new Switchboard()
  #steppers: readonly Follower[] = []
  #quietSince: number | null = null

  constructor(properties: readonly Property[], world: World) {
    this.#world = world
    this.#followers = properties.map((property) => this.#start(property))
    this.#subscribe()
  }

  /** Takes one event; to be given to `machine.watch`. */
  readonly event = (event: TraceEvent): void => {
    for (const listener of this.#switchboard.listeners(event)) listener.hear(event)
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
    let first: Violation | null = null
    for (const { violation } of this.#followers) {
      if (violation !== null && (first === null || violation.step < first.step)) first = violation
    }
    return first
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
    const calls = this.source(Calls)?.counts ?? null
    return { verdict: worst(findings.map((each) => each.verdict)), findings, calls }
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

  /** Sources first: what they know must be up to date when a watch looks at it. */
  #subscribe(): void {
    for (const { source, followers } of this.#sources.values()) {
      const hear = (event: TraceEvent): void => this.#feed(source, followers, event)
      this.#switchboard.connect({ hear }, source.sees)
    }
    for (const follower of this.#followers) {
      if (follower.watch.event === undefined) continue
      const hear = (event: TraceEvent): void => this.#tell(follower, event)
      this.#switchboard.connect({ hear }, follower.watch.sees)
    }
    this.#steppers = this.#followers.filter(
      ({ watch, settled }) => watch.step !== undefined && !settled,
    )
  }

  #tell(follower: Follower, event: TraceEvent): void {
    if (follower.settled) return
    try {
      const breach = follower.watch.event!(event, this.#world)
      if (breach !== undefined) this.#violated(follower, breach)
    } catch (error) {
      this.#failed(follower, error)
    }
  }

  #feed(source: Source, followers: readonly Follower[], event: TraceEvent): void {
    let changed
    try {
      changed = source.event(event, this.#world)
    } catch (error) {
      for (const follower of followers) this.#failed(follower, error)
      return
    }
    if (!changed) return
    for (const follower of followers) {
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
