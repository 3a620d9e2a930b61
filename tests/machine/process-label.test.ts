import { describe, expect, test } from 'vitest'

import {
  erase,
  exit,
  get,
  getLabel,
  processInfo,
  put,
  self,
  setLabel,
  sleep,
  spawn,
  type Body,
} from 'mayday/process'
import { idle, play, schedules } from '../support/play.ts'

function* labelled(label: unknown): Body {
  yield* setLabel(label)
  yield* idle()
}

describe('the label of a process', () => {
  test('is what the process has called itself, for all to read', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      tell([yield* getLabel(me), (yield* processInfo(me))!.label])
      tell([yield* setLabel('root'), yield* setLabel(['root', 1]), yield* getLabel(me)])
      const pid = yield* spawn(labelled, { worker: 1 })
      tell(yield* getLabel(pid))
      yield* sleep(1)
      tell([yield* getLabel(pid), (yield* processInfo(pid))!.label])
    })
    expect(told).toEqual([
      [undefined, undefined],
      ['ok', 'ok', ['root', 1]],
      undefined,
      [{ worker: 1 }, { worker: 1 }],
    ])
  })

  test('stands in the dictionary, as proc_lib has it', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      yield* setLabel('one')
      tell(yield* get('$process_label'))
      yield* put('$process_label', 'two')
      tell(yield* getLabel(me))
      yield* erase('$process_label')
      tell(yield* getLabel(me))
    })
    expect(told).toEqual(['one', 'two', undefined])
  })

  test('is gone with the process, also when the exit signal is only under way', () => {
    for (const options of schedules(20)) {
      const { told } = play(function* (tell) {
        const pid = yield* spawn(labelled, 'short-lived')
        yield* sleep(1)
        yield* exit(pid, 'kill')
        tell(yield* getLabel(pid))
      }, options)
      expect(told).toEqual([undefined])
    }
  })

  test('is frozen, since others read it, and must be plain', () => {
    const { told } = play(function* (tell) {
      const label = { worker: 1 }
      yield* setLabel(label)
      tell(Object.isFrozen(label))
    })
    expect(told).toEqual([true])
    const { stop } = play(function* () {
      yield* setLabel(new Date(0))
    })
    expect(stop).toMatchObject({ kind: 'mistake', code: 'not_plain' })
  })
})
