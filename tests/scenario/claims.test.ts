// Every claim in every section: that it holds where it should is worth as much as it is seen to fail
// where it should not. All cases look at one story, played in the default order of events.

import { describe, expect, test } from 'vitest'

import { check, type Report } from 'mayday/explore'
import { compile, formatProblems, parseScenario } from 'mayday/scenario'
import { system } from './fixtures/shop.ts'

/**
 * Till 1 and till 2, from 0 and from 100. Till 2 trips at 3 s and comes back, and closes for good at
 * 6 s. Till 1 is busy from 8 s to 9 s while three messages pile up; the last of them trips it.
 */
const STORY = `
  - { at: 1s, client: ada, cast: till1.put, args: [5] }
  - { at: 2s, client: bob, call: till2.take, args: [7] }
  - { at: 3s, client: cyd, cast: till2.trip }
  - { at: 6s, client: cyd, cast: till2.close }
  - { at: 7s, client: ada, call: till2.take, args: [1] }
  - { at: 8s, client: ada, call: till1.slowly, timeout: 500ms }
  - { at: 8.1s, client: bob, cast: till1.put, args: [1] }
  - { at: 8.2s, client: cyd, cast: till1.put, args: [1] }
  - { at: 8.3s, client: dan, call: till1.trip }
  - { at: 12s, client: ada, call: /shop/till1.never, timeout: infinity }`

function sweep(properties: string, rest = '', budget = '{ virtual: 60s }'): Report {
  const text = `
scenario: shop
system: { module: ./shop.ts }
delivery: instant
search: { portfolio: { chain: 1 } }
budget: ${budget}
workload: ${STORY}
${rest}
properties:
  laws: []
  ${properties}
`
  const parsed = parseScenario(text, 'shop.yaml', { laws: [] })
  if (parsed.kind === 'broken') throw new Error(formatProblems(parsed.problems))
  return check({ ...compile(parsed.scenario, { system, properties: [] }), runs: 2, shrinkRuns: 5 })
}

function verdict(section: string, claim: string): string {
  const { verdict: given, mistake } = sweep(`${section}: [ { ${claim} } ]`)
  expect(mistake).toBe(null)
  return given
}

const TILLS = '"/shop/*"'
const TILL1 = '/shop/till1'
const TILL2 = '/shop/till2'

describe('always', () => {
  test.each([
    [`mailbox: ${TILLS}, at_most: 3`, `mailbox: ${TILLS}, at_most: 2`],
    [`alive: ${TILLS}, at_least: 1, after: 12s`, `alive: ${TILLS}, count: 2`],
    [`down: ${TILLS}, at_most: 2`, `down: ${TILL2}, count: 0`],
    [`restarts: ${TILLS}, at_most: 2`, `restarts: ${TILLS}, at_most: 1`],
    [`calls: answered, at_most: 1`, `calls: callee_died, at_most: 0`],
    [`calls: lost, at_most: 1`, `calls: lost, at_most: 0`],
    [`registered: till1, after: 12s`, `registered: till2`],
    [`state: ${TILL2}, path: total, at_least: 100`, `state: ${TILLS}, path: by.hand, at_most: 0`],
  ])('%s, but not %s', (holds, fails) => {
    expect([verdict('always', holds), verdict('always', fails)]).toEqual(['holds', 'violated'])
  })
})

describe('never', () => {
  test.each([
    [`mailbox: ${TILLS}, at_least: 4`, `mailbox: ${TILLS}, at_least: 3`],
    [`alive: ${TILLS}, at_least: 3`, `alive: ${TILL2}, after: 4s`],
    [`down: ${TILLS}, at_least: 3`, `down: ${TILL1}`],
    [`restarts: ${TILL1}, at_least: 2`, `restarts: ${TILL1}`],
    [`calls: timed_out, at_least: 2`, `calls: timed_out`],
    [`registered: till2, after: 12s`, `registered: till1`],
    [`state: ${TILLS}, path: total, at_least: 108`, `state: ${TILLS}, path: total, equals: 107`],
  ])('%s, but not %s', (holds, fails) => {
    expect([verdict('never', holds), verdict('never', fails)]).toEqual(['holds', 'violated'])
  })
})

describe('eventually', () => {
  test.each([
    [`mailbox: ${TILL1}, at_least: 3`, `mailbox: ${TILL1}, at_least: 4`],
    [`alive: ${TILLS}, count: 2, within: 1ms`, `alive: ${TILLS}, count: 3`],
    [`down: ${TILL2}, after: 4s, within: 2s`, `down: ${TILL2}, after: 4s, within: 1999ms`],
    [`restarts: ${TILLS}, count: 2`, `restarts: ${TILLS}, count: 2, within: 8.9s`],
    [`calls: answered, count: 1, within: 2s`, `calls: answered, count: 2`],
    [`calls: lost, count: 1`, `calls: lost, count: 2`],
    [`registered: till1`, `registered: till3`],
    [`state: ${TILL2}, path: total, equals: 107`, `state: ${TILLS}, path: total, equals: 107`],
  ])('%s, but not %s', (holds, fails) => {
    expect([verdict('eventually', holds), verdict('eventually', fails)]).toEqual([
      'holds',
      'violated',
    ])
  })
})

describe('sometimes', () => {
  test.each([
    [`mailbox: ${TILLS}, count: 3`, `mailbox: ${TILLS}, count: 4`],
    [`alive: { path: ${TILLS}, life: 1 }`, `alive: { path: ${TILLS}, life: 2 }`],
    [`down: ${TILLS}, at_least: 2 seeds`, `down: ${TILLS}, count: 3`],
    [`restarts: ${TILLS}, count: 2`, `restarts: ${TILLS}, count: 3`],
    [`calls: callee_died`, `calls: callee_died, count: 2`],
    [`registered: till2, at_least: 2 seeds`, `registered: till2, at_least: 3 seeds`],
    [`state: ${TILLS}, equals: { total: 107, by: { hand: 0 } }`, `state: ${TILL1}, is: 7`],
  ])('%s, but not %s', (holds, fails) => {
    expect([verdict('sometimes', holds), verdict('sometimes', fails)]).toEqual([
      'holds',
      'violated',
    ])
  })
})

describe('a moment from which on a property is judged', () => {
  const faults = `faults: { scripted: [ { when: { at: 4s }, do: { kill: ${TILL1} } } ], quiet_after: 5s }`
  const judged = (section: string, claim: string): string =>
    sweep(`${section}: [ { ${claim} } ]`, faults).verdict

  test('the quiet phase', () => {
    expect(judged('eventually', `alive: ${TILLS}, count: 2, within: 1ms, after: quiet`)).toBe(
      'holds',
    )
    expect(judged('eventually', `down: ${TILLS}, within: 999ms, after: quiet`)).toBe('violated')
    expect(judged('never', `down: ${TILL1}`)).toBe('violated')
    expect(judged('always', `restarts: ${TILL1}, at_least: 1, after: quiet`)).toBe('holds')
    expect(judged('always', `alive: ${TILL2}, after: quiet`)).toBe('violated')
  })

  test('a time that no event of the run reaches finds everything as it is at the end', () => {
    expect(judged('always', `alive: ${TILLS}, count: 1, after: 50s`)).toBe('holds')
    expect(judged('always', `alive: ${TILLS}, count: 2, after: 50s`)).toBe('violated')
    expect(judged('eventually', `alive: ${TILLS}, count: 2, after: 50s`)).toBe('violated')
  })

  test('the start is when all is well for the first time, and that it never was is a breach', () => {
    const report = sweep(`always: [ { alive: ${TILLS}, count: 7 } ]`)
    expect(report.verdict).toBe('violated')
    expect(report.reason).toBe(
      '1 of /shop/* is alive when the run ends; at no time before was it 7',
    )
  })
})

describe('what a run cannot tell is unknown', () => {
  test('when it was cut short', () => {
    const report = sweep(`eventually: [ { down: ${TILL2} } ]`, '', '{ virtual: 60s, steps: 40 }')
    expect(report.verdict).toBe('unknown')
    expect(report.reason).toMatch(/^0 of \/shop\/till2 are down; it has to be at least 1 before/)
  })

  test('when there was nobody to judge', () => {
    expect(verdict('always', 'mailbox: "/shp/*", at_most: 3')).toBe('unknown')
    expect(verdict('never', 'down: "/shp/*"')).toBe('unknown')
  })
})

test('a breach says what is the case, and what should be', () => {
  const said = (section: string, claim: string): string | null =>
    sweep(`${section}: [ { ${claim} } ]`).reason
  expect([
    said('always', `mailbox: ${TILLS}, at_most: 2`),
    said('always', `alive: ${TILLS}, count: 2`),
    said('never', `restarts: ${TILL1}`),
    said('always', `calls: lost, at_most: 0`),
    said('always', `registered: till2`),
    said('never', `state: ${TILLS}, path: total, equals: 107`),
    said('eventually', `down: ${TILL2}, within: 1s`),
    said('eventually', `state: ${TILL2}, path: till, equals: [1]`),
  ]).toEqual([
    '3 messages wait at /shop/till1; it must always be at most 2',
    '1 of /shop/* is alive; it must always be 2',
    'there was 1 restart of /shop/till1; it must never be at least 1',
    '1 call lost for ever; it must always be at most 0',
    'nobody is registered as till2; it must always be somebody',
    'state.total of /shop/till2 is 107; it must never be 107',
    '0 of /shop/till2 are down; it had to be at least 1 within 1s',
    'of /shop/till2 nobody shows a state; it had to be [1] before the end',
  ])
})
