import { formatDuration } from '../base/index.ts'
import type {
  Breach,
  Ending,
  EventSort,
  Property,
  Sources,
  Undecided,
  Watch,
} from '../check/index.ts'
import type { World } from '../machine/index.ts'
import type { TraceEvent } from '../record/index.ts'
import { gaugeOf, type Fact, type Gauge, type Quantifier } from './gauge.ts'
import type { After, Claim, Eventuality, Goal, Invariant, PropertyPlan } from './property.ts'

/**
 * The properties of a scenario file as properties that can be checked. A moment is the end of a step:
 * what a single step does on the way is nobody's business.
 */

/** All of them, in the order of the file's sections. `virtual` is the run's budget of time. */
export function propertiesOf(plan: PropertyPlan, virtual: number): readonly Property[] {
  return [
    ...plan.always.map((property) => invariant('always', property)),
    ...plan.never.map((property) => invariant('never', property)),
    ...plan.eventually.map((property) => eventuality(property, virtual)),
    ...plan.sometimes.map(goal),
  ]
}

function invariant(section: 'always' | 'never', { name, claim, after }: Invariant): Property {
  const quantifier = section === 'always' ? 'every' : 'any'
  return {
    name,
    kind: section,
    start: (sources) => {
      const meter = new Meter(claim, quantifier, after, sources)
      return new InvariantWatch(section, meter, after.kind === 'start')
    },
  }
}

function eventuality({ name, claim, after, within }: Eventuality, virtual: number): Property {
  return {
    name,
    kind: 'eventually',
    start: (sources) => {
      const meter = new Meter(claim, 'some_and_every', after, sources)
      return new EventualityWatch(meter, within, virtual, SINCE[after.kind])
    },
  }
}

function goal({ name, claim, seeds }: Goal): Property {
  return {
    name,
    kind: 'sometimes',
    atLeast: seeds,
    start: (sources) => new GoalWatch(new Meter(claim, 'any', START, sources)),
  }
}

const START: After = { kind: 'start' }

/** What a time limit is counted from. */
const SINCE: Readonly<Record<After['kind'], string>> = {
  start: '',
  quiet: ' of the last fault',
  time: ' of the given time',
}

/** A gauge, from when on it counts, and what it read last. */
class Meter {
  readonly sees: readonly EventSort[]
  readonly #gauge: Gauge
  readonly #at: number
  /** Virtual time since which the claim is judged; null before. */
  since: number | null
  holds = false
  #stale = true
  readonly #waitsForQuiet: boolean

  constructor(claim: Claim, quantifier: Quantifier, after: After, sources: Sources) {
    this.#gauge = gaugeOf(claim, quantifier, sources)
    this.sees = this.#gauge.sees
    this.since = after.kind === 'start' ? 0 : null
    this.#at = after.kind === 'time' ? after.at : Infinity
    this.#waitsForQuiet = after.kind === 'quiet'
  }

  event(event: TraceEvent, world: World): void {
    if (this.#gauge.event?.(event, world) !== false) this.#stale = true
  }

  /** The source that the claim is about has changed. */
  change(): void {
    this.#stale = true
  }

  quiet(world: World): void {
    if (this.#waitsForQuiet) this.since ??= world.time
  }

  /** Reads anew if need be; answers whether there may be news. */
  read(world: World): boolean {
    if (this.since === null && world.time >= this.#at) this.since = this.#at
    if (this.#gauge.look?.(world) === true) this.#stale = true
    if (this.since === null || !this.#stale) return false
    this.#stale = false
    this.holds = this.#gauge.holds(world)
    return true
  }

  /** The last reading, when nothing more will come. */
  close(world: World, ending: Ending): void {
    this.#gauge.close?.(world, ending)
    // A time that no event of the run has reached finds everything as it is now.
    if (ending.kind !== 'limit' && this.#at < Infinity) this.since ??= this.#at
    this.#stale = true
    this.read(world)
  }

  tell(world: World): Fact {
    return this.#gauge.tell(world)
  }

  /** 0 says that there was nothing that the claim could have spoken of, or no time to do so. */
  get judged(): number {
    return this.since === null ? 0 : this.#gauge.subjects
  }
}

/**
 * `always` and `never`. A system has to be started before it can be whole: from the start means from
 * the first moment at which all is well; that there was none is seen at the end.
 */
class InvariantWatch implements Watch {
  readonly sees: readonly EventSort[]
  readonly #section: 'always' | 'never'
  readonly #meter: Meter
  #begun: boolean

  constructor(section: 'always' | 'never', meter: Meter, mayBegin: boolean) {
    this.#section = section
    this.#meter = meter
    this.#begun = !mayBegin
    this.sees = meter.sees
  }

  event(event: TraceEvent, world: World): undefined {
    this.#meter.event(event, world)
  }

  change(): undefined {
    this.#meter.change()
  }

  quiet(world: World): undefined {
    this.#meter.quiet(world)
  }

  step(world: World): Breach | undefined {
    return this.#meter.read(world) ? this.#judge(world) : undefined
  }

  end(world: World, ending: Ending): Breach | Undecided | undefined {
    this.#meter.close(world, ending)
    if (this.#meter.since === null) return undefined
    const breach = this.#judge(world)
    if (breach !== undefined || this.#begun || this.#meter.judged === 0) return breach
    const { subject, fact, bound } = this.#meter.tell(world)
    const message = `${fact} when the run ends; at no time before was it ${bound}`
    return ending.kind === 'idle' ? { subject, message } : { undecided: message }
  }

  judged(): number {
    return this.#meter.judged
  }

  #judge(world: World): Breach | undefined {
    const isWell = this.#meter.holds === (this.#section === 'always')
    if (isWell) this.#begun = true
    if (isWell || !this.#begun) return undefined
    const { subject, fact, bound } = this.#meter.tell(world)
    return { subject, message: `${fact}; it must ${this.#section} be ${bound}` }
  }
}

/** `eventually`. Only time that has passed refutes it, or the certainty that nothing more will come. */
class EventualityWatch implements Watch {
  readonly sees: readonly EventSort[]
  readonly #meter: Meter
  readonly #within: number | 'run'
  readonly #virtual: number
  readonly #since: string
  #met = false

  constructor(meter: Meter, within: number | 'run', virtual: number, since: string) {
    this.#meter = meter
    this.#within = within
    this.#virtual = virtual
    this.#since = since
    this.sees = meter.sees
  }

  event(event: TraceEvent, world: World): undefined {
    if (!this.#met) this.#meter.event(event, world)
  }

  change(): undefined {
    this.#meter.change()
  }

  quiet(world: World): undefined {
    this.#meter.quiet(world)
  }

  step(world: World): Breach | undefined {
    if (this.#met) return undefined
    this.#meter.read(world)
    const { since, holds } = this.#meter
    if (since === null) return undefined
    // In a step in which time passes nothing else happens: what is the case now was so until then.
    this.#met = holds
    return this.#met || world.time <= this.#deadline(since) ? undefined : this.#breach(world)
  }

  end(world: World, ending: Ending): Breach | Undecided | undefined {
    if (this.#met) return undefined
    this.#meter.close(world, ending)
    const { since, holds } = this.#meter
    if (since === null) return undefined
    this.#met = holds
    if (this.#met) return undefined
    const allOver = ending.kind === 'idle' || this.#isTimeOver(ending, since)
    if (allOver) return this.#breach(world)
    const { fact, bound } = this.#meter.tell(world)
    const left = `the run was cut short ${formatDuration(Math.max(0, world.time - since))} after that began`
    return { undecided: `${fact}; it has to be ${bound} ${this.#whenText()}, but ${left}` }
  }

  judged(): number {
    return this.#meter.judged
  }

  #deadline(since: number): number {
    return this.#within === 'run' ? Infinity : since + this.#within
  }

  /** The run has used all of its time, and the deadline lies within that. */
  #isTimeOver(ending: Ending, since: number): boolean {
    const isTime = ending.kind === 'time' || ending.limit === 'time'
    return isTime && (this.#within === 'run' || this.#deadline(since) <= this.#virtual)
  }

  #breach(world: World): Breach {
    const { subject, fact, bound } = this.#meter.tell(world)
    return { subject, message: `${fact}; it had to be ${bound} ${this.#whenText()}` }
  }

  #whenText(): string {
    if (this.#within === 'run') return 'before the end'
    return `within ${formatDuration(this.#within)}${this.#since}`
  }
}

/** `sometimes`. */
class GoalWatch implements Watch {
  readonly sees: readonly EventSort[]
  readonly #meter: Meter
  #reached = false

  constructor(meter: Meter) {
    this.#meter = meter
    this.sees = meter.sees
  }

  event(event: TraceEvent, world: World): undefined {
    this.#meter.event(event, world)
  }

  change(): undefined {
    this.#meter.change()
  }

  step(world: World): undefined {
    if (!this.#reached && this.#meter.read(world)) this.#reached = this.#meter.holds
  }

  end(world: World, ending: Ending): undefined {
    if (this.#reached) return
    this.#meter.close(world, ending)
    this.#reached = this.#meter.holds
  }

  reached(): boolean {
    return this.#reached
  }

  judged(): number {
    return this.#meter.judged
  }
}
