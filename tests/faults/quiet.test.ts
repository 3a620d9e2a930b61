// The quiet phase: from its beginning nothing strikes, and everything is healed.

import { expect, test } from 'vitest'

import {
  crash,
  delay,
  hold,
  initFails,
  kill,
  pause,
  sent,
  slow,
  type Fault,
} from '../../src/faults/index.ts'
import { spawnOpt, type Body } from '../../src/process/index.ts'
import { keeper, perform, struck, tickTock, type Diary } from './stage.ts'

const quietAt25 = { quietAfter: 25 }

function times(faults: readonly Fault[]): readonly number[] {
  const diary: Diary = []
  perform(tickTock(diary), { faults, options: quietAt25 })
  return diary.map(([time]) => time)
}

test('a pause ends with it', () => {
  expect(times([pause('/b', { at: 5, for: 1000 })])).toEqual([0, 25, 25, 30, 40])
})

test('the slow are as fast as before', () => {
  expect(times([slow('/b', { at: 5, by: 2 })])).toEqual([0, 12, 22, 30, 40])
})

test('a hold ends with it', () => {
  expect(times([hold('/a -> /b', { at: 5, for: 1000 })])).toEqual([0, 25, 25, 30, 40])
  expect(times([hold('/a -> /b', { at: 5, until: { dies: '/c' } })])).toEqual([0, 25, 25, 30, 40])
})

test('a delay ends with it; what is late already stays late', () => {
  expect(times([delay('/a -> /b', { at: 5, by: 8 })])).toEqual([0, 18, 28, 30, 40])
})

test('a crash that waits for its process is called off', () => {
  const run = perform(tickTock([]), { faults: [crash('/a', { at: 24 })], options: quietAt25 })
  expect(run.story.filter((line) => line.includes('ends'))).toEqual(['0 / ends', '50 /a ends'])
})

test('inits that were to fail succeed', () => {
  const run = perform(
    function* (): Body {
      yield* spawnOpt(keeper, ['w', 40], { label: 'k' })
    },
    {
      faults: [initFails('/k/w', { at: 24, times: 9, reason: 'no_disk' })],
      options: quietAt25,
      steps: 300,
    },
  )
  expect(struck(run)).toEqual(['init of /k/w fails 9 times at 24ms (asleep)'])
  expect(run.events.filter((event) => event.kind === 'exit' && event.reason === 'no_disk')).toEqual(
    [],
  )
})

test('no fault strikes any more, whatever sets it off', () => {
  const faults = [
    kill('/a', { at: 35 }),
    pause('/b', { when: sent('tick'), for: 1 }),
    pause('/b', { rate: 1, for: 1 }),
  ]
  const run = perform(tickTock([]), { faults, options: quietAt25 })
  const late = run.events.filter((event) => event.kind === 'fault' && event.time > 25)
  expect(late).toEqual([])
  expect(run.disturbance.quietSince).toBe(25)
  expect(run.disturbance.tallies[0]).toMatchObject({ hits: 0 })
})

test('begins after a share of the budget of steps', () => {
  const run = perform(tickTock([], 1000), {
    faults: [pause('/b', { when: sent('tick'), for: 1 })],
    steps: 1000,
    options: { quietAfter: '60%', steps: 1000 },
  })
  const quiet = run.events.find((event) => event.kind === 'fault' && event.fault === 'quiet')
  expect(quiet?.step).toBeGreaterThanOrEqual(600)
  expect(quiet?.step).toBeLessThan(605)
  expect(run.disturbance.quietSince).toBe(quiet?.time)
  expect(run.events.findLast(({ kind }) => kind === 'fault')).toBe(quiet)
})

test('may be begun from outside, when nothing else is left to happen', () => {
  const diary: Diary = []
  const heard: string[] = []
  const run = perform(tickTock(diary), {
    faults: [hold('/a -> /b', { at: 5, until: { dies: '/nobody' } })],
    options: { quietAfter: '60%', steps: 10_000, onQuiet: () => void heard.push('quiet') },
  })
  expect(diary).toHaveLength(1)
  expect(run.disturbance.quietSince).toBeNull()
  run.disturbance.calm()
  run.disturbance.calm()
  expect(heard).toEqual(['quiet'])
  expect(run.disturbance.quietSince).toBe(50)
  expect(run.machine.run().kind).toBe('idle')
  expect(diary).toHaveLength(5)
})

test('a share of the steps has to know how many there may be', () => {
  expect(() => perform(tickTock([]), { options: { quietAfter: '60%' } })).toThrow(/say in steps/)
})
