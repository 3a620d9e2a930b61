import { describe, expect, test } from 'vitest'

import { decide, exponentialTicks, mix, toHex } from '../../src/base/index.ts'

const TABLE = 4096
const MEAN = 2 ** 20

/** A hash without leading zeros whose next twelve bits are `mantissa`. */
const hashOf = (mantissa: number): number => 0x8000_0000 | (mantissa << 19)

describe('exponential waiting times', () => {
  test('are the same for ever', () => {
    expect([0, 1, 2, 0x7fffffff, -1, 0x8000_0000, 0x12345678].map(exponentialTicks)).toEqual([
      23984834, 23258017, 22531200, 726881, 64, 726690, 2771885,
    ])
    let table = 0
    for (let m = 0; m < TABLE; m++) table = mix(table, exponentialTicks(hashOf(m)))
    expect(toHex(table)).toBe('99dcc7e9')
  })

  test('fall as the hash grows', () => {
    let last = Infinity
    for (let m = 0; m < TABLE; m++) {
      const ticks = exponentialTicks(hashOf(m))
      expect(ticks).toBeLessThanOrEqual(last)
      last = ticks
    }
  })

  test('have a mean of 2^20 ticks, to a part in ten thousand', () => {
    // Exactly: half of all hashes have no leading zero, and each further zero adds one half-life.
    let rest = 0
    for (let m = 0; m < TABLE; m++) rest += exponentialTicks(hashOf(m)) / TABLE
    const halfLife = exponentialTicks(hashOf(0) >>> 1) - exponentialTicks(hashOf(0))
    expect(Math.abs((halfLife + rest) / MEAN - 1)).toBeLessThan(1e-4)
  })

  test('are exponential: the share still waiting after t means is e^-t', () => {
    const samples = 200_000
    const waits = Array.from({ length: samples }, (_, n) => exponentialTicks(decide(3, 5, n)))
    for (const t of [0.1, 0.5, 1, 2, 4]) {
      const share = waits.filter((wait) => wait > t * MEAN).length / samples
      const expected = Math.exp(-t)
      const deviation = Math.sqrt((expected * (1 - expected)) / samples)
      expect(Math.abs(share - expected)).toBeLessThan(4 * deviation)
    }
  })
})
