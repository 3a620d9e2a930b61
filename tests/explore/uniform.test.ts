// The random walk is uniform if at every step each enabled event is equally likely to be next,
// whatever has gone before. Shown by chi-square on who goes (shares) and on who goes after whom
// (memory); the bounds are the 99.9 % quantiles, and seeds are fixed, so these tests do not waver.

import { describe, expect, test } from 'vitest'

import { Uniform } from '../../src/explore/uniform.ts'
import { Machine } from '../../src/machine/index.ts'
import { giveWay, self } from 'mayday/process'

const PROCESSES = 5
const STEPS = 50_000

/** Who goes at each step, of processes that are always ready. */
function walk(seed: string, steps: number): readonly number[] {
  const machine = new Machine({ seed, strategy: new Uniform(), limits: { steps } })
  const order: number[] = []
  function* busy() {
    const { id } = yield* self()
    for (;;) {
      order.push(id - 1)
      yield* giveWay()
    }
  }
  for (let i = 0; i < PROCESSES; i++) machine.start(busy, [], `p${i}`)
  expect(machine.run()).toMatchObject({ kind: 'limit', limit: 'steps' })
  return order
}

function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('the uniform walk', () => {
  test.each(['0', '1', '2', '3', '4'])('gives equal shares, seed %s', (seed) => {
    const shares = new Array<number>(PROCESSES).fill(0)
    for (const who of walk(seed, STEPS)) shares[who]!++
    // 4 degrees of freedom.
    expect(chiSquare(shares)).toBeLessThan(18.47)
  })

  test.each(['0', '1', '2', '3', '4'])('has no memory of who went before, seed %s', (seed) => {
    const pairs = new Array<number>(PROCESSES * PROCESSES).fill(0)
    const order = walk(seed, STEPS)
    for (let i = 1; i < order.length; i++) pairs[order[i - 1]! * PROCESSES + order[i]!]!++
    // 24 degrees of freedom.
    expect(chiSquare(pairs)).toBeLessThan(51.18)
  })

  test('makes the first choice equally often over many seeds', () => {
    const firsts = new Array<number>(PROCESSES).fill(0)
    for (let seed = 0; seed < 5000; seed++) firsts[walk(String(seed), PROCESSES)[0]!]!++
    expect(chiSquare(firsts)).toBeLessThan(18.47)
  })
})
