// Where a process may be interrupted, and where it may not.

import { expect, test } from 'vitest'

import { Uniform } from '../../src/explore/uniform.ts'
import {
  get,
  giveWay,
  groupLeader,
  link,
  makeRef,
  now,
  processFlag,
  put,
  random,
  self,
  send,
  setLabel,
  sleep,
  spawn,
  trapExit,
  whereis,
  type Operation,
  type Pid,
} from 'mayday/process'
import { deliveries, idle, play } from '../support/play.ts'

/** In how many of a hundred schedules somebody else gets in between, before and after the operation. */
function interruptions(operation: (other: Pid) => Operation<unknown>): number {
  let count = 0
  for (const delivery of deliveries) {
    for (let seed = 0; seed < 50; seed++) {
      const { told } = play(
        function* (tell) {
          const other = yield* spawn(idle)
          yield* sleep(1)
          yield* spawn(function* () {
            tell('other')
          })
          tell('before')
          yield* operation(other)
          tell('after')
        },
        { seed: String(seed), strategy: new Uniform(), delivery },
      )
      if (told[1] === 'other') count++
    }
  }
  return count
}

test.each<readonly [name: string, operation: (other: Pid) => Operation<unknown>]>([
  ['send', (other) => send(other, 'hello')],
  ['spawn', () => spawn(idle)],
  ['link', (other) => link(other)],
  ['whereis', () => whereis('nobody')],
  ['giveWay', () => giveWay()],
  ['groupLeader', () => groupLeader()],
])('a process may be interrupted at an operation that others could notice: %s', (_, operation) => {
  expect(interruptions(operation)).toBeGreaterThan(10)
})

test.each<readonly [name: string, operation: () => Operation<unknown>]>([
  ['self', () => self()],
  ['now', () => now()],
  ['random', () => random()],
  ['makeRef', () => makeRef()],
  ['get', () => get('key')],
  ['put', () => put('key', 1)],
  ['trapExit', () => trapExit(true)],
  ['processFlag', () => processFlag('priority', 'high')],
  ['setLabel', () => setLabel('me')],
])('a process is never interrupted at one that nobody could notice: %s', (_, operation) => {
  expect(interruptions(operation)).toBe(0)
})
