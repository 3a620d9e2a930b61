import { hashString, canonical, mix } from '../base/index.ts'
import type { AnyPid } from '../record/index.ts'
import type { HoldEnd } from './fault.ts'
import { Counts, whereOf, type Occurrence } from './occurrence.ts'
import type { ScriptedPlan } from './plan.ts'
import { drawSome, type Matcher } from './roster.ts'
import type { AllOf, Edge, Party, Selector } from './selector.ts'
import type { Setting } from './setting.ts'
import { exactly, named, vain, type Blow, type Strike, type Where } from './strike.ts'

/** Faults that wait for a time or an event. */
export class ScriptedFaults {
  readonly #setting: Setting
  readonly #root: number
  readonly #waiting: readonly Waiting[]
  readonly #counts = new Counts()
  readonly #pending = new Map<ScriptedPlan, Where>()

  constructor(plans: readonly ScriptedPlan[], root: number, setting: Setting) {
    this.#setting = setting
    this.#root = root
    this.#waiting = plans.flatMap((plan) => {
      const { when } = plan.fault
      if (when.kind === 'time') {
        const where: Where = { kind: 'time', at: when.at }
        this.#pending.set(plan, where)
        setting.alarms.at(when.at, () => {
          this.#pending.delete(plan)
          this.#strike(plan, null, where)
        })
        return []
      }
      return [{ plan, matches: this.#test(plan), withSender: needsSender(plan), seen: 0 }]
    })
  }

  /** Those that wait for their time; their alarms are events of the run to come. */
  get pending(): readonly Strike[] {
    return Array.from(this.#pending, ([{ blow }, where]) => vain(blow, where))
  }

  /** Sets off what has waited for this. */
  meet(occurrence: Occurrence): void {
    const due: Waiting[] = []
    // Every occurrence that is waited for is counted by its name, whether or not it sets something off.
    let spoken = false
    let unspoken = false
    for (const waiting of this.#waiting) {
      if (!waiting.matches(occurrence)) continue
      if (waiting.withSender) spoken = true
      else unspoken = true
      const { when } = waiting.plan.fault
      waiting.seen++
      if (when.kind !== 'time' && (when.nth === 'every' || when.nth === waiting.seen)) {
        due.push(waiting)
      }
    }
    const nth = unspoken ? this.#counts.add(occurrence, false) : 0
    const nthOfSender = spoken ? this.#counts.add(occurrence, true) : 0
    const strikes = due.map(({ plan, withSender }) => {
      const where = whereOf(occurrence, withSender, withSender ? nthOfSender : nth)
      return { plan, strike: () => this.#strike(plan, occurrence, where) }
    })
    // A rule for an edge has to be in force for the very signal that has called for it, so rules come
    // first: here, and by that in the list of strikes.
    for (const { plan, strike } of strikes) if ('edge' in plan.blow) strike()
    for (const { plan, strike } of strikes) if (!('edge' in plan.blow)) this.#setting.soon(strike)
  }

  #strike(plan: ScriptedPlan, occurrence: Occurrence | null, where: Where): void {
    const { striker, budget } = this.#setting
    if (striker.quiet || !budget.allows(plan)) {
      if (where.kind === 'time') striker.miss(plan.blow, where)
      return
    }
    const { do: action } = plan.fault
    if ('edge' in action) {
      const blow = resolveEdges(plan.blow, occurrence)
      if (blow === null) {
        plan.tally.misses++
        return
      }
      budget.spend(plan)
      striker.strike(blow, null, where)
      return
    }
    const targets = this.#targets(action.whom, plan, occurrence, where)
    if (targets.length === 0) {
      plan.tally.misses++
      if (where.kind === 'time') striker.miss(plan.blow, where)
      return
    }
    budget.spend(plan)
    for (const target of targets) striker.strike(plan.blow, target, where)
  }

  #targets(
    whom: Selector,
    plan: ScriptedPlan,
    occurrence: Occurrence | null,
    where: Where,
  ): readonly AnyPid[] {
    const { roster } = this.#setting
    switch (whom.kind) {
      case 'event': {
        const pid = processOf(whom.process, occurrence)
        return pid !== null && roster.isAlive(pid) ? [pid] : []
      }
      case 'all':
        return roster.select(whom.of)
      case 'some': {
        const name = mix(plan.key, hashString(canonical(where)))
        return drawSome(roster.select(whom.of), whom.count, this.#root, name)
      }
    }
  }

  #test({ fault: { when } }: ScriptedPlan): (occurrence: Occurrence) => boolean {
    const { roster } = this.#setting
    switch (when.kind) {
      case 'time':
        return () => false
      case 'message': {
        const { event, tag } = when
        const from = when.from === undefined ? null : roster.matcher(when.from)
        const to = when.to === undefined ? anybody : roster.matcher(when.to)
        return (occurrence) =>
          occurrence.kind === 'message' &&
          occurrence.event === event &&
          (tag === '*' || tag === occurrence.tag) &&
          to(occurrence.to) &&
          (from === null || (occurrence.from !== null && from(occurrence.from)))
      }
      case 'phase': {
        const { phase } = when
        const of = roster.matcher(when.of)
        return (occurrence) =>
          occurrence.kind === 'phase' && occurrence.phase === phase && of(occurrence.process)
      }
      case 'point': {
        const { label } = when
        return (occurrence) => occurrence.kind === 'point' && occurrence.label === label
      }
    }
  }
}

interface Waiting {
  readonly plan: ScriptedPlan
  readonly matches: (occurrence: Occurrence) => boolean
  /** Whether the trigger asks who has sent what is received. */
  readonly withSender: boolean
  /** Matching occurrences so far. */
  seen: number
}

const anybody: Matcher = () => true

function needsSender({ fault: { when } }: ScriptedPlan): boolean {
  return when.kind === 'message' && when.event !== 'sent' && when.from !== undefined
}

function processOf(which: 'from' | 'to' | 'process', occurrence: Occurrence | null): AnyPid | null {
  if (occurrence === null) return null
  if (which === 'process') return occurrence.process
  return occurrence.kind === 'message' ? occurrence[which] : null
}

/** The blow with the processes of the event put in their places; null when there are none. */
function resolveEdges(blow: Blow, occurrence: Occurrence | null): Blow | null {
  if (blow.kind !== 'delay' && blow.kind !== 'hold') return blow
  const from = resolveParty(blow.edge.from, occurrence)
  const to = resolveParty(blow.edge.to, occurrence)
  if (from === null || to === null) return null
  const edge: Edge = { from, to }
  if (blow.kind === 'delay') return { ...blow, edge }
  const until = resolveEnd(blow.until, occurrence)
  return until === null ? null : { ...blow, edge, until }
}

function resolveEnd(until: HoldEnd, occurrence: Occurrence | null): HoldEnd | null {
  if (until.kind === 'after') return until
  const whom = resolveParty(until.whom, occurrence)
  return whom === null ? null : { kind: 'dies', whom }
}

function resolveParty(party: Party, occurrence: Occurrence | null): AllOf | null {
  if (party.kind === 'all') return party
  const pid = processOf(party.process, occurrence)
  return pid === null ? null : { kind: 'all', of: exactly(named(pid)) }
}
