// Goal: whatever real Erlang/OTP did in a case, we do too. Method: every public case, in both
// deliveries, in the default order and in random ones. The patterns of the cases leave open what OTP
// leaves open, so a random order must match as well.
//
// In `ordered_pairs` a random order may in principle be legal and still match no pattern: a BEAM has
// signals there at once, so the cases never show a link that comes too late (to a process that is
// dying of something else), or a process that dies of its own exit/2 before it has told its result.
// The three seeds here meet no such case.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, test, vi } from 'vitest'

import { parseCases, type Kind } from './case-file.ts'
import { compareCases, type Choice } from './runner.ts'

const file = fileURLToPath(new URL('cases.jsonl', import.meta.url))
const cases = parseCases(readFileSync(file, 'utf8'), 'cases.jsonl')

const supported: readonly (readonly [kind: Kind, cases: number])[] = [
  ['process', 513],
  ['registry', 75],
  ['timer', 20],
  ['gen_server', 309],
  ['supervisor', 947],
]

const orders: readonly (readonly [title: string, seed: string | null])[] = [
  ['in the default order', null],
  ['in random order 1', '1'],
  ['in random order 2', '2'],
  ['in random order 3', '3'],
]

// About a second each where nobody else computes; a busy machine may take twenty times as long.
vi.setConfig({ testTimeout: 60_000 })

describe.each(['ordered_pairs', 'instant'] as const)('%s delivery', (delivery) => {
  describe.each(orders)('%s', (_title, seed) => {
    test.each(supported)('every case of kind %s agrees with OTP', (kind, count) => {
      const choice: Choice = { only: [kind], delivery, seed }
      const { passed, failed } = compareCases(cases, choice)
      expect(failed).toEqual([])
      expect(passed).toBe(count)
    })
  })
})

test('kinds that cannot be carried out are skipped unless they are asked for', () => {
  const two = cases.filter(({ kind }) => kind === 'gen_event').slice(0, 2)
  const choice: Choice = { only: [], delivery: 'instant', seed: null }
  expect(compareCases(two, choice)).toEqual({
    passed: 0,
    failed: [],
    skipped: new Map([['gen_event', 2]]),
  })
  expect(compareCases(two, { ...choice, only: ['gen_event'] }).failed).toMatchObject(
    two.map(({ name }) => ({ name })),
  )
})
