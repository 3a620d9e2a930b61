import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  formatDuration,
  hours,
  milliseconds,
  minutes,
  parseDuration,
  seconds,
} from '../../src/base/duration.ts'

test('a duration is whole milliseconds', () => {
  expect(['250ms', '30s', '1.5s', '10m', '6h', '0ms', '4.35s', '0.5h'].map(parseDuration)).toEqual([
    milliseconds(250),
    seconds(30),
    seconds(1.5),
    minutes(10),
    hours(6),
    0,
    4350,
    minutes(30),
  ])
})

test('what is no duration is not guessed at', () => {
  const others = [
    '',
    '5',
    's',
    '1.5ms',
    '-3s',
    '3 s',
    '.5s',
    '1.s',
    '1e3s',
    '3S',
    '9007199254740993ms',
  ]
  expect(others.filter((text) => parseDuration(text) !== undefined)).toEqual([])
})

test('a duration is written in the unit that needs no fraction', () => {
  expect([0, 999, 1000, 1500, 1234, 90_000, 600_000, 21_600_000].map(formatDuration)).toEqual([
    '0ms',
    '999ms',
    '1s',
    '1.5s',
    '1.234s',
    '90s',
    '10m',
    '6h',
  ])
})

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 42 }), (duration) => {
      expect(parseDuration(formatDuration(duration))).toBe(duration)
    }),
  )
})
