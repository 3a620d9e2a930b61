import { describe, expect, test } from 'vitest'

import {
  giveWay,
  processFlag,
  processInfo,
  self,
  spawn,
  spawnOpt,
  type Body,
  type Priority,
} from 'mayday/process'
import { idle, play, schedules, type Tell } from '../support/play.ts'

const priorities: readonly Priority[] = ['low', 'high', 'max', 'normal', 'normal']

describe('processFlag', () => {
  test('answers the old priority, and normal at first', () => {
    const { told } = play(function* (tell) {
      for (const priority of priorities) tell(yield* processFlag('priority', priority))
      yield* processFlag('priority', 'low')
      tell((yield* processInfo(yield* self()))!.priority)
      const [child, high] = [yield* spawn(idle), yield* spawnOpt(idle, [], { priority: 'high' })]
      for (const pid of [child, high]) tell((yield* processInfo(pid))!.priority)
    })
    expect(told).toEqual(['normal', 'low', 'high', 'max', 'normal', 'low', 'normal', 'high'])
  })

  test('changes nothing in the order of events', () => {
    function* worker(tell: Tell, name: string, priority: Priority): Body {
      yield* processFlag('priority', priority)
      for (let n = 0; n < 5; n++) {
        tell(name)
        yield* giveWay()
      }
    }
    for (const options of schedules(20)) {
      const [equal, unequal] = [
        ['normal', 'normal'],
        ['low', 'max'],
      ].map(
        ([first, second]) =>
          play(function* (tell) {
            yield* spawn(worker, tell, 'a', first as Priority)
            yield* spawn(worker, tell, 'b', second as Priority)
          }, options).told,
      )
      expect(unequal).toEqual(equal)
    }
  })

  test('raises badarg for what it does not know', () => {
    const { told } = play(function* (tell) {
      const attempts = [
        () => processFlag('priority', 'urgent' as Priority),
        () => processFlag('sensitive' as 'priority', 'low'),
        () => processFlag('trap_exit' as 'priority', true as unknown as Priority),
        () => spawnOpt(idle, [], { priority: 'urgent' as Priority }),
      ]
      for (const attempt of attempts) {
        try {
          yield* attempt()
        } catch (error) {
          tell((error as Error).message)
        }
      }
    })
    expect(told).toEqual([
      'badarg: processFlag takes the priorities low, normal, high and max, not urgent',
      'badarg: processFlag knows priority, not sensitive',
      'badarg: processFlag knows priority, not trap_exit; write trapExit',
      'badarg: spawn takes the priorities low, normal, high and max, not urgent',
    ])
  })
})
