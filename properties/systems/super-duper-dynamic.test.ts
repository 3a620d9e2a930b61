// Goal: characters come and go as the supervisor's answers say, and whoever was removed stays away.
// Method: random requests against a model of three states; kills in their midst.

import fc from 'fast-check'
import { assertHolds, check } from 'mayday'
import { kill } from 'mayday/faults'
import { start } from 'mayday/otp'
import { exit, isPid, sleep, whereis, type Body } from 'mayday/process'
import { describe, expect, test } from 'vitest'

import {
  addCharacter,
  bringBack,
  removeCharacter,
  sendOff,
  Stage,
  stage,
} from '../../scenarios/super-duper-dynamic/stage.ts'
import { scenarioTests } from './scenario-tests.ts'

const REQUESTS = { add: addCharacter, bringBack, remove: removeCharacter, sendOff }
const NAMES = ['superman', 'supermario'] as const

type State = 'unknown' | 'off' | 'on'
type Request = keyof typeof REQUESTS

/** What each request is answered in each state, and what state comes of it. */
const MODEL: Record<Request, Record<State, readonly [answer: string, next: State]>> = {
  add: { unknown: ['ok', 'on'], off: ['already_present', 'off'], on: ['already_started', 'on'] },
  bringBack: { unknown: ['not_found', 'unknown'], off: ['ok', 'on'], on: ['running', 'on'] },
  sendOff: { unknown: ['not_found', 'unknown'], off: ['ok', 'off'], on: ['ok', 'off'] },
  remove: { unknown: ['not_found', 'unknown'], off: ['ok', 'unknown'], on: ['ok', 'unknown'] },
}

/** The word in an answer: `ok`, or the error without what it carries. */
function wordOf(answer: unknown): string {
  if (answer === 'ok' || (typeof answer === 'object' && answer !== null && 'ok' in answer))
    return 'ok'
  const { error } = answer as { readonly error: unknown }
  return typeof error === 'string' ? error : Object.keys(error as object).join(' ')
}

test('every request is answered, and does, what the model says', () => {
  const request = fc.record({
    what: fc.constantFrom(...(Object.keys(REQUESTS) as Request[])),
    name: fc.constantFrom(...NAMES),
  })
  const seen = new Set<string>()
  fc.assert(
    fc.property(fc.array(request, { maxLength: 15 }), (requests) => {
      const system = function* (): Body {
        yield* start(Stage, [], { name: stage })
        const model = new Map<string, State>()
        for (const { what, name } of requests) {
          const [answer, next] = MODEL[what][model.get(name) ?? 'unknown']
          expect(wordOf(yield* REQUESTS[what](name))).toBe(answer)
          expect(isPid(yield* whereis<never>(name))).toBe(next === 'on')
          model.set(name, next)
          seen.add(answer)
        }
      }
      assertHolds(check({ system, runs: 2, seed: 'dynamic' }))
    }),
    { numRuns: 200 },
  )
  expect(seen).toEqual(
    new Set(['ok', 'already_present', 'already_started', 'not_found', 'running']),
  )
})

describe('a character', () => {
  function holds(system: () => Body): void {
    const faults = [kill('/stage/*', { rate: '1/20 steps', atMost: 2 })]
    assertHolds(check({ system, faults, runs: 100, seed: 'dynamic' }))
  }

  test('that crashes comes back', () => {
    holds(function* () {
      yield* start(Stage, [], { name: stage })
      if ('error' in (yield* addCharacter('superman'))) return
      const actor = yield* whereis<never>('superman')
      if (actor !== undefined) yield* exit(actor, 'kill')
      yield* sleep(1000)
      expect(isPid(yield* whereis<never>('superman'))).toBe(true)
    })
  })

  test.each([
    ['was sent off', sendOff],
    ['was removed', removeCharacter],
  ] as const)('that %s stays away', (_law, leave) => {
    holds(function* () {
      yield* start(Stage, [], { name: stage })
      if ('error' in (yield* addCharacter('superman'))) return
      expect(yield* leave('superman')).toBe('ok')
      yield* sleep(10_000)
      expect(yield* whereis<never>('superman')).toBe(undefined)
    })
  })
})

await scenarioTests('super-duper-dynamic')
