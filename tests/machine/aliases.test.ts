import { describe, expect, test } from 'vitest'

import {
  alias,
  demonitor,
  isDown,
  monitor,
  processInfo,
  receive,
  self,
  send,
  sleep,
  spawn,
  spawnOpt,
  unalias,
  type Ref,
} from 'mayday/process'
import { brief, deliveries, idle, obedient, play, takeAll, type Tell } from '../support/play.ts'

function* correspondent(to: Ref, ...messages: readonly unknown[]) {
  for (const message of messages) yield* send(to, message)
}

/** Has somebody write twice through the alias, and tells what has come. */
function* tryOut(tell: Tell, ref: Ref) {
  yield* spawn(correspondent, ref, 'one', 'two')
  yield* sleep(1)
  tell((yield* takeAll()).map(brief))
}

describe.each(deliveries)('an alias, %s', (delivery) => {
  test('lets messages in until it is given up', () => {
    const { told } = play(
      function* (tell) {
        const ref = yield* alias()
        yield* tryOut(tell, ref)
        tell([yield* unalias(ref), yield* unalias(ref)])
        yield* tryOut(tell, ref)
      },
      { delivery },
    )
    expect(told).toEqual([['one', 'two'], [true, false], []])
  })

  test('for a reply lets one message in', () => {
    const { told } = play(
      function* (tell) {
        const ref = yield* alias('reply')
        yield* tryOut(tell, ref)
        tell(yield* unalias(ref))
      },
      { delivery },
    )
    expect(told).toEqual([['one'], false])
  })

  test('of oneself works too', () => {
    const { told } = play(
      function* (tell) {
        yield* send(yield* alias(), 'hello')
        tell(yield* receive())
      },
      { delivery },
    )
    expect(told).toEqual(['hello'])
  })

  test('given up while a message is under way, loses it', () => {
    const { told } = play(
      function* (tell, machine) {
        const me = yield* self()
        const ref = yield* alias()
        const other = yield* spawn(correspondent, ref, 'late')
        machine.hold(other, me)
        yield* sleep(1)
        yield* unalias(ref)
        machine.release(other, me)
        tell(yield* receive(null, { after: 5 }))
        tell((yield* processInfo(me))!.messageQueueLen)
      },
      { delivery },
    )
    expect(told).toEqual([expect.any(Symbol), 0])
  })

  test('is lost with its owner, and writing to it is no error', () => {
    const { told } = play(
      function* (tell) {
        const owner = yield* spawnOpt(
          function* (to) {
            yield* send(to, yield* alias())
          },
          [yield* self()],
          {},
        )
        const ref = (yield* receive()) as Ref
        yield* monitor(owner)
        yield* receive(isDown)
        tell(yield* send(ref, 'hello'))
      },
      { delivery },
    )
    expect(told).toEqual(['hello'])
  })

  test('is nothing but a reference to everybody else: a plain one lets nothing in', () => {
    const { told } = play(
      function* (tell) {
        yield* tryOut(tell, yield* monitor(yield* spawn(idle)))
      },
      { delivery },
    )
    expect(told).toEqual([[]])
  })
})

/** Which of the two ends the alias: the first message, demonitor, DOWN. */
const modes = [
  { mode: 'explicit_unalias', through: ['one', 'two'], afterDemonitor: true, afterDown: true },
  { mode: 'demonitor', through: ['one', 'two'], afterDemonitor: false, afterDown: false },
  { mode: 'reply_demonitor', through: ['one'], afterDemonitor: false, afterDown: false },
] as const

describe.each(deliveries)('the alias of a monitor, %s', (delivery) => {
  test.each(modes)('$mode: lets in $through', ({ mode, through }) => {
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(obedient)
        yield* tryOut(tell, yield* monitor(pid, { alias: mode }))
        yield* send(pid, 'done')
        yield* sleep(1)
        tell((yield* takeAll()).map(brief))
      },
      { delivery },
    )
    // The first message through reply_demonitor takes the monitor with it.
    const down = mode === 'reply_demonitor' ? [] : [['DOWN', '/obedient#1', 'done']]
    expect(told).toEqual([through, down])
  })

  test.each(modes)('$mode: open after demonitor: $afterDemonitor', ({ mode, afterDemonitor }) => {
    const { told } = play(
      function* (tell) {
        const ref = yield* monitor(yield* spawn(idle), { alias: mode })
        tell(yield* demonitor(ref))
        yield* tryOut(tell, ref)
        tell(yield* unalias(ref))
      },
      { delivery },
    )
    expect(told).toEqual([true, afterDemonitor ? ['one', 'two'] : [], afterDemonitor])
  })

  test.each(modes)('$mode: open after DOWN: $afterDown', ({ mode, afterDown }) => {
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(obedient)
        const ref = yield* monitor(pid, { alias: mode })
        yield* send(pid, 'done')
        yield* receive(isDown)
        yield* tryOut(tell, ref)
      },
      { delivery },
    )
    expect(told).toEqual([afterDown ? ['one', 'two'] : []])
  })

  test.each(modes)('$mode: unalias leaves the monitor', ({ mode }) => {
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(obedient)
        const ref = yield* monitor(pid, { alias: mode })
        tell(yield* unalias(ref))
        yield* tryOut(tell, ref)
        yield* send(pid, 'done')
        tell(brief(yield* receive()))
      },
      { delivery },
    )
    expect(told).toEqual([true, [], ['DOWN', '/obedient#1', 'done']])
  })

  test('of a process that is dead already goes with its DOWN', () => {
    const { told } = play(
      function* (tell) {
        const ref = yield* monitor('nobody', { alias: 'demonitor' })
        tell(brief(yield* receive()))
        yield* tryOut(tell, ref)
      },
      { delivery },
    )
    expect(told).toEqual([['DOWN', 'nobody', 'noproc'], []])
  })
})
