// Every decision of every run hangs on these functions: a golden value that changes here breaks all
// seeds that anybody has ever written down.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  avalanche,
  decide,
  hashNumber,
  hashString,
  mix,
  stream,
  toHex,
} from '../../src/base/index.ts'

const unsigned = (x: number): number => x >>> 0

describe('hashes', () => {
  test('are the same for ever', () => {
    expect(unsigned(mix(0, 1))).toBe(2654356959)
    expect(unsigned(avalanche(1))).toBe(1364076727)
    expect(unsigned(decide(1, 2, 3))).toBe(3990661008)
    expect(unsigned(hashString(''))).toBe(2166136261)
    expect(unsigned(hashString('mayday'))).toBe(2405952916)
    expect([0, 1, 0.5, -1, 2 ** 53].map(hashNumber).map(unsigned)).toEqual([
      0, 668265263, 165680064, 3626702033, 3208740480,
    ])
  })

  test('of NaN do not depend on which NaN the engine stores', () => {
    const odd = new Float64Array(new Uint32Array([1, 0xfff80000]).buffer)[0]!
    expect(hashNumber(odd)).toBe(hashNumber(NaN))
  })

  test('of a sequence depend on its order', () => {
    const fold = (words: readonly number[]): number => words.reduce(mix, 0)
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 8 }), (words) => {
        const [a, b, ...rest] = words
        expect(fold([b!, a!, ...rest])).not.toBe(fold(words))
      }),
      { seed: 1 },
    )
  })

  test('of neighbouring decisions differ in about half of their bits', () => {
    let flipped = 0
    for (let n = 0; n < 10_000; n++) {
      let difference = decide(7, 11, n) ^ decide(7, 11, n + 1)
      for (; difference !== 0; difference &= difference - 1) flipped++
    }
    expect(flipped / 10_000).toBeGreaterThan(15.8)
    expect(flipped / 10_000).toBeLessThan(16.2)
  })

  test('in print are eight digits a word', () => {
    expect(toHex(1, -1)).toBe('00000001ffffffff')
  })
})

describe('streams', () => {
  const firstDraws = (seed: string, label: string): readonly number[] => {
    const { root } = stream(seed, label)
    return [0, 1, 2, 3, 4].map((n) => decide(root, 7, n))
  }

  test('begin with the same draws for ever', () => {
    expect(stream('golden', 'schedule')).toEqual({ root: 160061524, salt: -703113263 })
    expect(firstDraws('golden', 'schedule')).toEqual([
      273079132, -1292887093, 565194853, 1014497086, -788575519,
    ])
    expect(stream('golden', 'process')).toEqual({ root: -62720595, salt: -870881080 })
    expect(firstDraws('golden', 'process')).toEqual([
      1935172363, -1126151715, 73268246, -619631424, -1789455315,
    ])
    expect(stream('', '')).toEqual({ root: -70018059, salt: 1404104043 })
  })

  test('of different seeds, or labels, have nothing to do with each other', () => {
    const roots = new Set<number>()
    for (let seed = 0; seed < 1000; seed++) {
      for (const label of ['schedule', 'process']) roots.add(stream(String(seed), label).root)
    }
    expect(roots.size).toBe(2000)
  })

  test('tell where the seed ends from where the label ends', () => {
    expect(stream('a', 'b').root).not.toBe(stream('ab', '').root)
  })
})
