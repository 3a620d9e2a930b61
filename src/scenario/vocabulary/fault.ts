import * as v from 'valibot'

import { parseDuration } from '../../base/index.ts'
import type {
  Action,
  EventProcess,
  FaultPlan,
  HoldEnd,
  MessageEvent,
  Party,
  Pattern,
  RandomFault,
  ScriptedFault,
  Selector,
  Trigger,
} from '../../faults/index.ts'
import { DEFAULTS } from '../scenario.ts'
import { show, type Complaint, type PathKey } from './complaint.ts'
import {
  choice,
  closed,
  either,
  into,
  list,
  oneOf,
  rule,
  text,
  word,
  words,
  type Schema,
  type Word,
} from './grammar.ts'
import {
  comparison,
  delay,
  duration,
  label,
  name,
  quietAfter,
  rate,
  term,
  whole,
} from './scalar.ts'
import { edge, party, pattern, selector } from './selector.ts'

const nth = v.optional(whole(1))

function message(event: MessageEvent): Schema<Trigger> {
  const rest = { from: v.optional(pattern), to: v.optional(pattern), nth }
  const shape = closed(`a trigger "${event}"`, { [event]: label, ...rest })
  return into(shape as Schema<MessageGiven>, (given) => ({
    kind: 'message',
    event,
    tag: given[event]!,
    ...(given.from && { from: given.from }),
    ...(given.to && { to: given.to }),
    nth: given.nth ?? 'every',
  }))
}

type MessageGiven = { readonly [event in MessageEvent]?: string } & {
  readonly from?: Pattern | undefined
  readonly to?: Pattern | undefined
  readonly nth?: number | undefined
}

const phase: Schema<Trigger> = into(
  rule(
    closed('a trigger "phase"', {
      phase: oneOf('phase', ['init', 'handling', 'terminate', 'idle']),
      of: pattern,
      life: v.optional(comparison('counts')),
      nth,
    }),
    (given) => [
      given.life !== undefined &&
        given.of.life !== undefined && {
          message: '"life" is said twice, here and in "of": once is enough',
          at: ['life'],
          where: 'key',
        },
    ],
  ),
  (given) => ({
    kind: 'phase',
    phase: given.phase,
    of: given.life === undefined ? given.of : { ...given.of, life: given.life },
    nth: given.nth ?? 'every',
  }),
)

const trigger: Schema<Trigger> = choice<Trigger>('trigger', {
  at: into(
    closed(
      'a trigger "at"',
      { at: duration() },
      { nth: '"nth" counts events; a time comes only once' },
    ),
    ({ at }) => ({ kind: 'time', at }),
  ),
  sent: message('sent'),
  received: message('received'),
  handled: message('handled'),
  phase,
  point: into(closed('a trigger "point"', { point: label, nth }), (given) => ({
    kind: 'point',
    label: given.point,
    nth: given.nth ?? 'every',
  })),
})

const lasting = v.optional(duration(1))

const holdEnd: Schema<HoldEnd> = either<HoldEnd>('{ dies: … }', {
  text: text('{ dies: … }', {}, (given) =>
    parseDuration(given) === undefined
      ? { message: `must be { dies: … }, is ${show(given)}` }
      : { message: `"until" waits for a death; for a time write for: ${given}` },
  ),
  mapping: into(closed('"until"', { dies: party }), ({ dies }) => ({ kind: 'dies', whom: dies })),
})

/** Every fault, by the key that names it. */
const actions: { readonly [kind in Action['kind']]: Word<Action> } = {
  kill: word('a fault "kill"', { kill: selector }, ({ kill }) => ({ kind: 'kill', whom: kill })),
  exit: word('a fault "exit"', { exit: selector, reason: term }, ({ exit, reason }) => ({
    kind: 'exit',
    whom: exit,
    reason,
  })),
  crash: word(
    'a fault "crash"',
    { crash: selector, error: v.optional(term) },
    ({ crash, error }) => ({
      kind: 'crash',
      whom: crash,
      error: error === undefined ? DEFAULTS.reason : error,
    }),
  ),
  init_fails: word(
    'a fault "init_fails"',
    { init_fails: selector, reason: v.optional(term), times: v.optional(whole(1)) },
    ({ init_fails, reason, times }) => ({
      kind: 'init_fails',
      whom: init_fails,
      reason: reason === undefined ? DEFAULTS.reason : reason,
      times: times ?? 1,
    }),
  ),
  pause: word('a fault "pause"', { pause: selector, for: duration(1) }, (given) => ({
    kind: 'pause',
    whom: given.pause,
    for: given.for,
  })),
  slow: word('a fault "slow"', { slow: selector, by: duration(1), for: lasting }, (given) => ({
    kind: 'slow',
    whom: given.slow,
    by: given.by,
    for: given.for ?? 'quiet',
  })),
  delay: word('a fault "delay"', { delay: edge, by: delay, for: lasting }, (given) => ({
    kind: 'delay',
    edge: given.delay,
    by: given.by,
    for: given.for ?? 'quiet',
  })),
  hold: word(
    'a fault "hold"',
    { hold: edge, for: lasting, until: v.optional(holdEnd) },
    (given): Action => {
      const until: HoldEnd = given.until ?? { kind: 'after', duration: given.for! }
      return { kind: 'hold', edge: given.hold, until }
    },
    (given) => [
      given.for === undefined &&
        given.until === undefined && {
          message: 'holds for how long? write for: 2s or until: { dies: /app/a }',
        },
      given.for !== undefined &&
        given.until !== undefined && {
          message: '"until" beside "for": one of them ends the hold',
          at: ['until'],
          where: 'key',
        },
    ],
  ),
}

/** The parts of an action that depend on an event, with the key each stands behind. */
function parties(action: Action): readonly (readonly [Selector | Party, readonly PathKey[]])[] {
  if (!('edge' in action)) return [[action.whom, [action.kind]]]
  const ends = [
    [action.edge.from, [action.kind]],
    [action.edge.to, [action.kind]],
  ] as const
  if (action.kind === 'hold' && action.until.kind === 'dies')
    return [...ends, [action.until.whom, ['until', 'dies']]]
  return ends
}

function eventProcesses(action: Action): readonly (readonly [EventProcess, readonly PathKey[]])[] {
  return parties(action).flatMap(([whom, at]) =>
    whom.kind === 'event' ? [[whom, at] as const] : [],
  )
}

/** A time has no processes, a phase and a point have one, a message has two. */
function strangersToEvent(when: Trigger, action: Action): readonly Complaint[] {
  return eventProcesses(action).flatMap(([{ process }, at]): readonly Complaint[] => {
    const given = `$event.${process}`
    if (when.kind === 'time')
      return [{ message: `${given}: a time trigger has no event; name a path`, at: ['do', ...at] }]
    if (when.kind === 'message' || process === 'process') return []
    const message = `${given}: the event of a trigger "${when.kind}" has one process only`
    return [{ message, at: ['do', ...at], suggestion: '$event.process' }]
  })
}

const action: Schema<Action> = into(words('fault', actions, {}), ({ said }) => said)

const scripted: Schema<ScriptedFault> = into(
  rule(
    closed('a scripted fault', {
      name: v.optional(name()),
      when: trigger,
      do: action,
      at_most: v.optional(whole(1)),
    }),
    (given) => [
      ...strangersToEvent(given.when, given.do),
      given.at_most !== undefined &&
        (given.when.kind === 'time' || given.when.nth !== 'every') && {
          message: '"at_most" says nothing here: the trigger comes only once',
          at: ['at_most'],
          where: 'key',
        },
    ],
  ),
  (given) => ({
    ...(given.name !== undefined && { name: given.name }),
    when: given.when,
    do: given.do,
    atMost: given.at_most ?? 'unbounded',
  }),
)

const random: Schema<RandomFault> = into(
  rule(
    words(
      'fault',
      actions,
      { rate, name: v.optional(name()), at_most: v.optional(whole(1)) },
      { when: 'a random fault has no trigger: it belongs under "scripted"' },
    ),
    ({ said }) =>
      eventProcesses(said).map(([{ process }, at]) => ({
        message: `$event.${process}: a random fault has no event; name a path`,
        at,
      })),
  ),
  ({ said, extras }) => ({
    ...(extras.name !== undefined && { name: extras.name }),
    do: said,
    rate: extras.rate,
    atMost: extras.at_most ?? 'unbounded',
  }),
)

/** The section `faults`. */
export const faults: Schema<FaultPlan> = into(
  closed('faults', {
    scripted: v.optional(list('a list of scripted faults', scripted)),
    random: v.optional(list('a list of random faults', random)),
    quiet_after: v.optional(quietAfter),
  }),
  (given) => ({
    scripted: given.scripted ?? [],
    random: given.random ?? [],
    quietAfter: given.quiet_after ?? { kind: 'never' },
  }),
)
