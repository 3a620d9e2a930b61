// Faults on servers under a supervisor: at the places of their callbacks, and what the tree makes of it.

import { describe, expect, test } from 'vitest'

import {
  atPoint,
  crash,
  delay,
  handled,
  hold,
  initFails,
  kill,
  pause,
  phase,
  received,
  sent,
  slow,
} from '../../src/faults/index.ts'
import { isCrash, type ExitEvent, type TraceEvent } from '../../src/record/index.ts'
import { hotel } from './hotel.ts'
import { perform, struck, type Diary } from './stage.ts'

const deskPath = '/Hotel/desk'

/** The reasons for which the lives of the desk ended, in order. */
function ends(events: readonly TraceEvent[], path = deskPath): readonly unknown[] {
  return events
    .filter((event): event is ExitEvent & TraceEvent => event.kind === 'exit')
    .filter(({ pid }) => pid.path === path)
    .map(({ reason }) => (isCrash(reason) ? { crash: reason.crash } : reason))
}

const answers = (diary: Diary): readonly unknown[] => diary.map(([, answer]) => answer)

describe('crash', () => {
  test('on the n-th request strikes inside its callback, and the next life starts afresh', () => {
    const diary: Diary = []
    const faults = [crash(deskPath, { when: received('reserve', { to: deskPath, nth: 3 }) })]
    const run = perform(hotel(diary), { faults })
    expect(answers(diary)).toEqual([99, 98, { crash: 'injected' }, 99, 98])
    expect(ends(run.events)[0]).toEqual({ crash: 'injected' })
    expect(struck(run)).toEqual([
      'crash /Hotel/desk with injected on the 3rd reserve that it takes (about to handle a message)',
    ])
  })

  test('in the handling of the n-th message strikes in that very callback', () => {
    const diary: Diary = []
    const faults = [
      crash(deskPath, { when: phase('handling', { nth: 2 }), error: { bad: 'luck' } }),
    ]
    const run = perform(hotel(diary), { faults })
    expect(answers(diary)).toEqual([99, { crash: { bad: 'luck' } }, 99, 98, 97])
    expect(struck(run)).toEqual([
      'crash /Hotel/desk with {bad: luck} on the 2nd message that it handles',
    ])
  })

  test('at a labelled point strikes between two operations of one callback', () => {
    const diary: Diary = []
    const faults = [crash('$event.process', { when: atPoint('looked', { nth: 2 }) })]
    const run = perform(hotel(diary), { faults })
    expect(answers(diary)).toEqual([99, { crash: 'injected' }, 99, 98, 97])
    expect(struck(run)).toEqual([
      'crash /Hotel/desk with injected when it is at looked for the 2nd time (handling reserve)',
    ])
  })

  test('in terminate takes the place of the reason', () => {
    const run = perform(hotel([]), { faults: [crash(deskPath, { when: phase('terminate') })] })
    expect(struck(run)).toEqual(['crash /Hotel/desk with injected in its terminate'])
    expect(ends(run.events)).toEqual([{ crash: 'injected' }])
  })

  test('waits for the next callback, when there is none yet', () => {
    const diary: Diary = []
    const run = perform(hotel(diary), { faults: [crash(deskPath, { at: 15 })] })
    expect(answers(diary)).toEqual([99, 98, { crash: 'injected' }, 99, 98])
    expect(run.story.filter((line) => line.includes('desk'))).toEqual([
      '15 crash /Hotel/desk with injected at 15ms (idle)',
      '20 /Hotel/desk ends',
      '50 /Hotel/desk~1 ends',
    ])
  })
})

describe('init', () => {
  test('of the second life fails twice, and the supervisor tries again', () => {
    const diary: Diary = []
    const faults = [
      kill(deskPath, { at: 15 }),
      initFails(deskPath, {
        when: phase('init', { life: 1, nth: 1 }),
        times: 2,
        reason: 'no_disk',
      }),
    ]
    const run = perform(hotel(diary), { faults })
    expect(ends(run.events)).toEqual(['killed', 'no_disk', 'no_disk', 'shutdown'])
    expect(run.machine.world.restartsOf(deskPath)).toBe(3)
    expect(answers(diary)).toEqual([99, 98, 99, 98, 97])
    expect(struck(run)).toEqual([
      'kill /Hotel/desk at 15ms (idle)',
      'init of /Hotel/desk~1 fails 2 times in its init',
    ])
  })

  test('is where a process is killed before anybody has heard of it', () => {
    const faults = [
      kill(deskPath, { at: 15 }),
      kill(deskPath, { when: phase('init', { life: '>= 1' }), atMost: 2 }),
    ]
    const run = perform(hotel([]), { faults })
    expect(ends(run.events)).toEqual(['killed', 'killed', 'killed', 'shutdown'])
    expect(struck(run).slice(1)).toEqual([
      'kill /Hotel/desk~1 in its init',
      'kill /Hotel/desk~2 in its init',
    ])
  })

  test('is where a process is paused, and the supervisor waits for it', () => {
    const diary: Diary = []
    const faults = [
      kill(deskPath, { at: 15 }),
      pause('$event.process', { when: phase('init', { of: deskPath, life: 1 }), for: 300 }),
    ]
    const run = perform(hotel(diary), { faults })
    // Its name is taken before its init, so that calls wait for it.
    expect(diary.slice(1, 3)).toEqual([
      [10, 98],
      [315, 99],
    ])
    expect(run.story.filter((line) => line.startsWith('15 '))).toHaveLength(3)
  })
})

test('a kill while a request is handled leaves its caller with the reason', () => {
  const diary: Diary = []
  const faults = [kill(deskPath, { when: phase('handling', { nth: 2 }) })]
  const run = perform(hotel(diary), { faults })
  expect(answers(diary)).toEqual([99, 'killed', 99, 98, 97])
  expect(struck(run)).toEqual(['kill /Hotel/desk on the 2nd message that it handles'])
})

test('a kill when the request is handled comes after its answer', () => {
  const diary: Diary = []
  const faults = [kill(deskPath, { when: handled('reserve', { nth: 2 }) })]
  const run = perform(hotel(diary), { faults })
  expect(answers(diary)).toEqual([99, 98, 99, 98, 97])
  expect(struck(run)).toEqual(['kill /Hotel/desk on the 2nd reserve that it has handled (idle)'])
})

test('a kill when the request is sent comes before it is read', () => {
  const diary: Diary = []
  const faults = [kill('$event.to', { when: sent('reserve', { from: '/guest', nth: 2 }) })]
  const run = perform(hotel(diary), { faults })
  expect(answers(diary)).toEqual([99, 'noproc', 99, 98, 97])
  expect(struck(run)).toEqual([
    'kill /Hotel/desk on the 2nd reserve that /guest sends to it (idle)',
  ])
})

test('idle is between two messages, never in the midst of a call', () => {
  const faults = [kill(deskPath, { when: phase('idle', { nth: 3 }) })]
  const diary: Diary = []
  const run = perform(hotel(diary), { faults })
  expect(struck(run)).toEqual(['kill /Hotel/desk when it is idle for the 3rd time'])
  expect(answers(diary)).toEqual([99, 98, 99, 98, 97])
})

test('a paused server lets calls wait', () => {
  const diary: Diary = []
  perform(hotel(diary), { faults: [pause(deskPath, { at: 15, for: 100 })] })
  expect(diary).toEqual([
    [0, 99],
    [10, 98],
    [115, 97],
    [125, 96],
    [135, 95],
  ])
})

test('a paused server that is too late leaves its caller with timeout', () => {
  const diary: Diary = []
  perform(hotel(diary), { faults: [pause(deskPath, { at: 15, for: 6000 })] })
  expect(diary.slice(2, 4)).toEqual([
    [5020, 'timeout'],
    [6015, 96],
  ])
})

test('a slow server answers late', () => {
  const diary: Diary = []
  perform(hotel(diary), { faults: [slow(deskPath, { at: 15, by: 4 })] })
  const waits = diary.map(([time], n) => time - (n === 0 ? 0 : diary[n - 1]![0] + 10))
  // Taking the message up, handling it and sending the answer are one step.
  expect(waits).toEqual([0, 0, 4, 4, 4])
})

test('an answer that is delayed beyond the timeout reaches nobody', () => {
  const diary: Diary = []
  const faults = [delay(`${deskPath} -> /guest`, { at: 15, by: 5500, for: 100 })]
  perform(hotel(diary), { faults })
  expect(diary).toEqual([
    [0, 99],
    [10, 98],
    [5020, 'timeout'],
    [5520, 96],
    [5530, 95],
  ])
})

test('a held edge keeps the news of a death from the supervisor', () => {
  const diary: Diary = []
  const faults = [hold(`${deskPath} -> /Hotel`, { at: 5, for: 25 }), kill(deskPath, { at: 15 })]
  const run = perform(hotel(diary), { faults })
  expect(diary.slice(0, 4)).toEqual([
    [0, 99],
    [10, 98],
    [20, 'noproc'],
    [30, 'noproc'],
  ])
  const restart = run.events.find((event) => event.kind === 'spawn' && event.pid.life === 1)
  expect(restart?.time).toBe(30)
})

describe('selectors', () => {
  test('by role and behaviour', () => {
    const paths = (whom: Parameters<typeof kill>[0]): readonly string[] =>
      perform(hotel([]), { faults: [pause(whom, { at: 15, for: 1 })] }).disturbance.strikes.map(
        ({ target }) => target?.path ?? '',
      )
    expect(paths({ role: 'supervisor' })).toEqual(['/Hotel'])
    expect(paths({ role: 'worker' })).toEqual(['/Hotel/desk', '/Hotel/bar', '/guest'])
    expect(paths({ behaviour: 'gen_server' })).toEqual(['/Hotel/desk', '/Hotel/bar'])
    expect(paths({ behaviour: 'process', path: '/**' })).toEqual(['/guest'])
    expect(paths({ path: '/Hotel/*', life: '>= 1' })).toEqual([''])
  })
})
