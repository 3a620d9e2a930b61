// The referee itself: what it must let pass, what it must not, and what it says of bad input.

import { expect, test } from 'vitest'

import { parseCase, parseCases, type Case, type Event } from './case-file.ts'
import { differences, matches, type Pattern } from './compare.ts'
import { answerLine, compareCases, type Choice } from './runner.ts'

const [a, b, c, d]: readonly Event[] = [['a'], ['b'], ['c'], ['d', { x: 1, y: 2 }]]

test('events without par match in their order only, key order aside', () => {
  const pattern: Pattern = [a!, d!]
  expect(matches(pattern, [['a'], ['d', { y: 2, x: 1 }]])).toBe(true)
  expect(matches(pattern, [d!, a!])).toBe(false)
  expect(matches(pattern, [a!])).toBe(false)
  expect(matches(pattern, [a!, d!, d!])).toBe(false)
  expect(matches([], [])).toBe(true)
  expect(matches([], [a!])).toBe(false)
})

test('branches of par interleave freely, each in its own order, between what is around them', () => {
  const pattern: Pattern = [a!, { par: [[b!, c!], [d!]] }, a!]
  for (const middle of [
    [b!, c!, d!],
    [b!, d!, c!],
    [d!, b!, c!],
  ]) {
    expect(matches(pattern, [a!, ...middle, a!])).toBe(true)
  }
  expect(matches(pattern, [a!, c!, b!, d!, a!])).toBe(false)
  expect(matches(pattern, [b!, a!, c!, d!, a!])).toBe(false)
  expect(matches(pattern, [a!, b!, c!, a!, d!])).toBe(false)
  expect(matches(pattern, [a!, b!, d!, a!])).toBe(false)
})

test('every branch that may have begun with an event is followed', () => {
  const pattern: Pattern = [{ par: [[a!, b!], [a!, c!], [{ par: [[a!], [d!]] }, b!], []] }]
  expect(matches(pattern, [a!, c!, a!, b!, d!, a!, b!])).toBe(true)
  expect(matches(pattern, [a!, c!, b!, a!, d!, a!, b!])).toBe(false)
})

const line = JSON.stringify({
  name: 'sample',
  kind: 'process',
  procs: [{ id: 'p' }],
  script: [
    { op: 'whereis', name: 'alpha' },
    { op: 'die', by: 'p', how: 'exit', reason: 'boom' },
  ],
  trace: [
    { result: 'undefined', events: [] },
    { result: 'died', events: [['down', 'p', 'boom']] },
  ],
  final: { alive: [], links: {}, monitors: {}, names: {} },
})
const sample = parseCase(line, 'sample', 'expected')

const choice: Choice = { only: [], delivery: 'ordered_pairs', seed: null }

test('a case that agrees has no differences, and each planted difference is found', () => {
  const steps = sample.trace!
  const planted: readonly (readonly [Case, RegExp])[] = [
    [{ ...sample, trace: [{ result: 'p', events: [] }, steps[1]!] }, /^step 0 .*result/],
    [{ ...sample, trace: [steps[0]!, { result: 'died', events: [] }] }, /^step 1 .*events/],
    [{ ...sample, final: { alive: ['p'] } }, /^final /],
    [{ ...sample, trace: [steps[0]!] }, /^2 steps, expected 1/],
  ]
  expect(compareCases([sample], choice)).toMatchObject({ passed: 1, failed: [] })
  for (const [wrong, says] of planted) {
    const { failed } = compareCases([wrong], choice)
    expect(failed.map(({ diffs }) => diffs.length)).toEqual([1])
    expect(failed[0]!.diffs[0]).toMatch(says)
  }
})

test('a case that cannot be carried out fails alone, with the reason', () => {
  const script = [{ op: 'fly', by: 'p' }]
  const { failed } = compareCases([{ ...sample, script }, sample], choice)
  expect(failed).toHaveLength(1)
  expect(failed[0]!.diffs[0]).toMatch(/no result: .*unknown op 'fly'/)
  expect(differences(sample, { name: 'sample', error: 'why' })).toEqual(['no result: why'])
})

test('a line that is no case is named by file and line', () => {
  const bad: readonly (readonly [string, string])[] = [
    ['{', 'not JSON'],
    ['[]', 'a case is a JSON object'],
    ['{"kind":"process"}', 'a case needs a string "name"'],
    ['{"name":"x","kind":"gen_fsm"}', 'kind "gen_fsm" is none of those we know'],
    ['{"name":"x","kind":"timer","script":[{}]}', '"script" must be an array of objects'],
    ['{"name":"x","kind":"timer","script":[]}', '"trace" must be an array of'],
    ['{"name":"x","kind":"timer","script":[],"trace":[]}', 'a case needs its "final"'],
  ]
  for (const [wrong, says] of bad) {
    expect(() => parseCases(`${line}\n\n${wrong}\n`, 'x.jsonl')).toThrow(`x.jsonl:3: ${says}`)
  }
  expect(parseCases(`${line}\n\n${line}\n`, 'x.jsonl')).toHaveLength(2)
})

test('in batch mode each line has its answer, whatever is wrong with it', () => {
  const { trace: _, final: __, ...bare } = sample
  expect(answerLine(JSON.stringify(bare), 'stdin:1', choice)).toEqual({
    name: 'sample',
    trace: sample.trace,
    final: sample.final,
  })
  expect(answerLine('{', 'stdin:7', choice)).toMatchObject({
    name: null,
    error: expect.stringContaining('stdin:7: not JSON') as string,
  })
  expect(answerLine(line, 'stdin:1', { ...choice, only: ['timer'] })).toBeNull()
})
