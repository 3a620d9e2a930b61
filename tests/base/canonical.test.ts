import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { canonical } from '../../src/base/index.ts'

describe('canonical JSON', () => {
  test('sorts keys and leaves no white space', () => {
    expect(canonical({ b: [1, { d: null, c: 'x y' }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"x y","d":null}]}',
    )
  })

  test('sorts by code unit, not by anybody’s alphabet', () => {
    expect(canonical({ é: 1, z: 2, Z: 3, '10': 4, '9': 5 })).toBe(
      '{"10":4,"9":5,"Z":3,"z":2,"é":1}',
    )
  })

  test('spells out what JSON cannot say', () => {
    const odd = [undefined, -0, NaN, -Infinity, 10n, Symbol('s'), function f() {}]
    expect(canonical(odd)).toBe('["undefined","-0","NaN","-Infinity","10n","s","fn f"]')
  })

  test('says of JSON data what JSON says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { seed: 1 },
    )
  })
})
