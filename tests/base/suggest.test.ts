import fc from 'fast-check'
import { expect, test } from 'vitest'

import { suggest } from '../../src/base/suggest.ts'

const words = [
  'kill',
  'exit',
  'crash',
  'init_fails',
  'pause',
  'slow',
  'delay',
  'hold',
  'quiet_after',
]

test('a slip of the finger is seen through', () => {
  expect(
    ['kil', 'klil', 'KILL', 'pasue', 'init-fail', 'quietAfter', 'holt'].map((w) =>
      suggest(w, words),
    ),
  ).toEqual(['kill', 'kill', 'kill', 'pause', 'init_fails', 'quiet_after', 'hold'])
})

test('what is near to nothing gets no advice', () => {
  expect(['', 'x', 'xy', 'explode', 'constructor'].map((word) => suggest(word, words))).toEqual(
    Array.from({ length: 5 }, () => undefined),
  )
})

test('advice is one of the candidates, never the word itself', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (word, candidates) => {
      const advice = suggest(word, candidates)
      expect(advice === undefined || (candidates.includes(advice) && advice !== word)).toBe(true)
    }),
  )
})
