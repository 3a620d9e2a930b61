import { describe, expect, test } from 'vitest'

import {
  demonitor,
  ErlangError,
  isAlive,
  isSpawnReply,
  makeRef,
  processes,
  receive,
  sleep,
  spawnRequest,
  spawnRequestAbandon,
  trapExit,
  type Ref,
  type ReplyWish,
  type SpawnRequestOptions,
} from 'mayday/process'
import { brief, deliveries, ends, idle, nameOf, play, schedules, takeAll } from '../support/play.ts'

const wishes = [
  { reply: 'yes', success: true, failure: true },
  { reply: 'no', success: false, failure: false },
  { reply: 'error_only', success: false, failure: true },
  { reply: 'success_only', success: true, failure: false },
] as const

/** What has come, in short: the reply by its result, all else as ever. */
function inShort(message: unknown): unknown {
  return isSpawnReply(message) ? ['reply', message.result] : brief(message)
}

describe('a spawn request', () => {
  test('answers a reference, and the reply comes before all that the child causes', () => {
    for (const options of schedules(50)) {
      const { told } = play(function* (tell) {
        yield* trapExit(true)
        const ref = yield* spawnRequest(ends, ['bye'], { link: true, monitor: true })
        const messages = [yield* receive(), yield* receive(), yield* receive()]
        tell(messages.map(inShort))
        tell(messages.map((each) => (each as { ref?: Ref }).ref === ref))
      }, options)
      expect(told, nameOf(options)).toEqual([
        [
          ['reply', 'ok'],
          ['EXIT', '/ends#1', 'bye'],
          ['DOWN', '/ends#1', 'bye'],
        ],
        [true, false, true],
      ])
    }
  })

  test.each(deliveries)(
    'has its reply there at once, with the pid of the child, %s',
    (delivery) => {
      const { told } = play(
        function* (tell) {
          const ref = yield* spawnRequest(idle, [])
          const reply = yield* receive(isSpawnReply, { after: 0, since: ref })
          tell(reply)
          if (typeof reply === 'object' && 'pid' in reply) tell(yield* isAlive(reply.pid))
        },
        { delivery },
      )
      expect(told).toMatchObject([{ result: 'ok', pid: { path: '/idle#1' } }, true])
    },
  )

  test.each(wishes)('with reply: $reply', ({ reply, success, failure }) => {
    const { told } = play(function* (tell) {
      yield* spawnRequest(ends, ['bye'], { reply, monitor: true })
      yield* sleep(10)
      tell((yield* takeAll()).map(inShort))
      yield* spawnRequest(ends, ['bye'], { reply, priority: 'urgent' as 'high' })
      yield* sleep(10)
      tell((yield* takeAll()).map(inShort))
    })
    const down = ['DOWN', '/ends#1', 'bye']
    expect(told).toEqual([
      success ? [['reply', 'ok'], down] : [down],
      failure ? [['reply', 'error']] : [],
    ])
  })

  test.each<SpawnRequestOptions>([
    { reply: 'maybe' as ReplyWish },
    { priority: 'urgent' as 'high' },
    { monitor: { alias: 'reply' as 'demonitor' } },
  ])(
    'with an option that does not exist is replied to with badopt, and nobody is created',
    (options) => {
      const { told } = play(function* (tell) {
        const ref = yield* spawnRequest(idle, [], options)
        const reply = yield* receive(isSpawnReply)
        tell([reply.ref === ref, reply.result, 'reason' in reply && reply.reason])
        tell((yield* processes()).length)
      })
      expect(told).toEqual([[true, 'error', 'badopt'], 1])
    },
  )

  test('cannot be abandoned: its reply has been delivered', () => {
    const { told } = play(function* (tell) {
      const ref = yield* spawnRequest(idle, [])
      tell([yield* spawnRequestAbandon(ref), yield* spawnRequestAbandon(yield* makeRef())])
      tell((yield* takeAll()).map(inShort))
      try {
        yield* spawnRequestAbandon('x' as unknown as Ref)
      } catch (error) {
        tell(error instanceof ErlangError && error.term)
      }
    })
    expect(told).toEqual([[false, false], [['reply', 'ok']], 'badarg'])
  })

  test('has a monitor that is ended by the same reference', () => {
    const { told } = play(function* (tell) {
      tell(yield* demonitor(yield* spawnRequest(idle, [], { monitor: true })))
      tell(yield* demonitor(yield* spawnRequest(idle, [])))
    })
    expect(told).toEqual([true, false])
  })
})
