import { unreachable } from '../base/index.ts'
import type { MessageEvent, Phase, Trigger } from './fault.ts'
import { parties } from './moment-words.ts'
import type { Wanted } from './observer.ts'
import type { RandomPlan, ScriptedPlan } from './plan.ts'
import { namesSender } from './replayed-strikes.ts'
import type { Pattern } from './selector.ts'
import type { Blow, Strike, Where } from './strike.ts'

/** What a list of faults or of strikes needs to be told of: what nobody needs costs nothing. */
export interface Needs {
  readonly wanted: Wanted
  /** Signals are delayed or held. */
  readonly traffic: boolean
  /** The trace has to be read: for triggers, deaths that end a hold, inits that fail, roles. */
  readonly trace: boolean
}

/** The needs of faults that are drawn or wait for their triggers. */
export function needsOfFaults(
  scripted: readonly ScriptedPlan[],
  random: readonly RandomPlan[],
): Needs {
  const triggers = scripted.map(({ fault }) => fault.when)
  const plans = [...scripted, ...random]
  const asksSender = scripted.some(
    ({ fault: { when, do: action } }) =>
      when.kind === 'message' &&
      when.event !== 'sent' &&
      (when.from !== undefined ||
        parties(action).some((party) => party.kind === 'event' && party.process === 'from')),
  )
  const patterns = plans.flatMap(({ fault }) => [
    ...parties(fault.do).flatMap((party) => (party.kind === 'event' ? [] : [party.of])),
    ...('when' in fault ? patternsOf(fault.when) : []),
  ])
  return needs(
    triggers,
    asksSender,
    plans.map(({ blow }) => blow),
    patterns.some(({ role }) => role !== undefined),
  )
}

/** The needs of strikes that are to be made again. */
export function needsOfStrikes(strikes: readonly Strike[]): Needs {
  const places = strikes.map(({ where }) => where)
  return needs(
    places,
    places.some(namesSender),
    strikes.map(({ do: blow }) => blow),
    strikes.some(({ do: blow }) => 'edge' in blow && hasRole(blow)),
  )
}

function needs(
  places: readonly (Trigger | Where)[],
  senders: boolean,
  blows: readonly Blow[],
  roles: boolean,
): Needs {
  const messages: Record<MessageEvent, Set<string>> = {
    sent: new Set(),
    received: new Set(),
    handled: new Set(),
  }
  const phases = new Set<Phase>()
  let points = false
  for (const place of places) {
    switch (place.kind) {
      case 'message':
        messages[place.event].add(place.tag)
        break
      case 'phase':
        phases.add(place.phase)
        break
      case 'point':
        points = true
        break
      case 'time':
      case 'step':
        break
      default:
        unreachable(place)
    }
  }
  const events = places.some(({ kind }) => kind !== 'time' && kind !== 'step')
  const consequences = blows.some(
    (blow) => blow.kind === 'init_fails' || (blow.kind === 'hold' && blow.until.kind === 'dies'),
  )
  return {
    wanted: { messages, phases, points, senders },
    traffic: blows.some(({ kind }) => kind === 'delay' || kind === 'hold'),
    trace: events || consequences || roles,
  }
}

function patternsOf(when: Trigger): readonly Pattern[] {
  if (when.kind === 'phase') return [when.of]
  if (when.kind !== 'message') return []
  return [when.from, when.to].filter((pattern) => pattern !== undefined)
}

function hasRole(blow: Extract<Blow, { readonly kind: 'delay' | 'hold' }>): boolean {
  const ends = [blow.edge.from, blow.edge.to]
  if (blow.kind === 'hold' && blow.until.kind === 'dies') ends.push(blow.until.whom)
  return ends.some((party) => party.kind === 'all' && party.of.role !== undefined)
}
