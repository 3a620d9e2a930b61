import { format } from '../base/index.ts'
import { closed, complain, wholeFrom, wordFrom } from './complaint.ts'
import type { MessageEvent, Nth, Phase, Trigger } from './fault.ts'
import type { Pattern } from './selector.ts'
import { readLife, readPattern, type PatternGiven } from './selector-words.ts'

/** How users write when a scripted fault strikes. */

/** Between whom, and which of the matching messages: every one, unless `nth` says which. */
export interface MessageGiven {
  readonly from?: PatternGiven
  readonly to?: PatternGiven
  readonly nth?: number
}

/** Whose phase, in which of its lives; left out, `of` is whom the fault is for. */
export interface PhaseGiven {
  readonly of?: PatternGiven
  readonly life?: number | string
  readonly nth?: number
}

/** A phase whose process is whom the fault is for. */
export interface OwnPhase {
  readonly kind: 'own_phase'
  readonly phase: Phase
  readonly life?: NonNullable<Pattern['life']>
  readonly nth: Nth
}

/** When a message with that tag leaves its sender; `*` for any. */
export function sent(tag: string, given: MessageGiven = {}): Trigger {
  return message('sent', tag, given)
}

/** When a message with that tag is taken from the mailbox: before it is handled. */
export function received(tag: string, given: MessageGiven = {}): Trigger {
  return message('received', tag, given)
}

/** When a message with that tag has been handled, and its receiver asks for the next one. */
export function handled(tag: string, given: MessageGiven = {}): Trigger {
  return message('handled', tag, given)
}

const PHASES: readonly Phase[] = ['init', 'handling', 'terminate', 'idle']

/**
 * When a process enters a phase of its life. Without `of` it is the one that the fault is for:
 * `kill('/app/w1', { when: phase('init', { life: '>= 1' }) })` kills w1 in the init of its restarts.
 */
export function phase(which: Phase, given?: PhaseGiven & { readonly of?: never }): OwnPhase
export function phase(which: Phase, given: PhaseGiven & { readonly of: PatternGiven }): Trigger
export function phase(which: Phase, given: PhaseGiven = {}): Trigger | OwnPhase {
  closed('phase', given, ['of', 'life', 'nth'])
  wordFrom('phase', PHASES, which)
  const nth = readNth(given.nth)
  const life = given.life === undefined ? {} : { life: readLife(given.life) }
  if (given.of === undefined) return { kind: 'own_phase', phase: which, ...life, nth }
  const of = readPattern(given.of)
  if (of.life !== undefined && given.life !== undefined) {
    complain('life is given twice, here and in "of"', 'once is enough')
  }
  return { kind: 'phase', phase: which, of: { ...of, ...life }, nth }
}

/** When a process is at a fault point that its code has labelled with the word `point`. */
export function atPoint(label: string, given: { readonly nth?: number } = {}): Trigger {
  closed('atPoint', given, ['nth'])
  if (typeof label !== 'string' || label === '') {
    complain(`${format(label)} is no label`, 'write the label that the code gives to point(…)')
  }
  return { kind: 'point', label, nth: readNth(given.nth) }
}

function message(event: MessageEvent, tag: string, given: MessageGiven): Trigger {
  closed(event, given, ['from', 'to', 'nth'])
  if (typeof tag !== 'string' || tag === '') {
    complain(
      `${format(tag)} is no message tag`,
      'write the name of a request, or * for any message',
    )
  }
  return {
    kind: 'message',
    event,
    tag,
    ...(given.from !== undefined && { from: readPattern(given.from) }),
    ...(given.to !== undefined && { to: readPattern(given.to) }),
    nth: readNth(given.nth),
  }
}

function readNth(given: number | undefined): Nth {
  return given === undefined ? 'every' : wholeFrom(1, 'nth', given)
}
