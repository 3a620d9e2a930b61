import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { canonical, copy, equal, fingerprint } from '../../src/base/index.ts'

const plain = fc.jsonValue({ maxDepth: 4 })

/** The same data with the keys of every object in the opposite order. */
function turnedRound(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnedRound)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => [key, turnedRound(item)] as const)
  return Object.fromEntries(entries.toReversed())
}

describe('equality', () => {
  test('is by value, key order aside', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(equal(value, copy(value))).toBe(true)
        expect(equal(value, turnedRound(value))).toBe(true)
      }),
      { seed: 1 },
    )
  })

  test('agrees with the canonical form and with the fingerprint', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        expect(equal(a, b)).toBe(canonical(a) === canonical(b))
        if (equal(a, b)) expect(fingerprint(a)).toBe(fingerprint(b))
      }),
      { seed: 2 },
    )
  })

  test.each([
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [[], {}],
    [{ a: undefined }, {}],
    [{ a: undefined }, { b: undefined }],
    [0, -0],
    [null, undefined],
    ['1', 1],
    [new Map([[1, 2]]), new Map([[1, 2]])],
    [new Date(0), {}],
  ])('tells %o from %o', (a, b) => {
    expect(equal(a, b)).toBe(false)
    expect(equal(b, a)).toBe(false)
  })

  test('holds between NaN and NaN, and between an object without prototype and one with', () => {
    expect(equal([NaN], [NaN])).toBe(true)
    expect(equal(Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 })).toBe(true)
  })
})
