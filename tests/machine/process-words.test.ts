import { describe, expect, test } from 'vitest'

import {
  erase,
  ErlangError,
  exit,
  get,
  giveWay,
  isAlive,
  link,
  makeRef,
  monitor,
  now,
  parent,
  processes,
  processInfo,
  put,
  random,
  randomInt,
  register,
  self,
  send,
  sleep,
  spawn,
  spawnOpt,
  trapExit,
  type AnyPid,
  type Ref,
} from 'mayday/process'
import { deliveries, ends, idle, nameOf, play, schedules } from '../support/play.ts'

describe('the process dictionary', () => {
  test('answers what was there before', () => {
    const { told } = play(function* (tell) {
      tell([yield* put('a', 1), yield* put('a', 2), yield* get('a'), yield* get('b')])
      tell([yield* erase('a'), yield* erase('a'), yield* get('a')])
    })
    expect(told).toEqual([
      [undefined, 1, 2, undefined],
      [2, undefined, undefined],
    ])
  })

  test('belongs to one process', () => {
    const { told } = play(function* (tell) {
      yield* put('a', 'mine')
      yield* spawn(function* () {
        tell(yield* get('a'))
      })
    })
    expect(told).toEqual([undefined])
  })
})

describe.each(deliveries)('process info, %s', (delivery) => {
  test('tells what a process is and has', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        const pid = yield* spawn(idle)
        yield* register('sleeper', pid)
        yield* link(pid)
        yield* monitor(pid)
        yield* send(pid, 'one')
        yield* send(pid, 'two')
        yield* put('key', 'value')
        tell(yield* processInfo(pid))
        const mine = (yield* processInfo(me))!
        tell([mine.status, mine.monitors, mine.dictionary.get('key'), mine.parent, mine.sleeping])
      },
      { delivery },
    )
    const [info, mine] = told
    expect(info).toMatchObject({
      path: '/idle#1',
      life: 0,
      initialCall: 'idle',
      behaviour: null,
      registeredName: 'sleeper',
      trapExit: false,
      links: [{ path: '/' }],
      monitors: [],
      monitoredBy: [{ path: '/' }],
      messages: ['one', 'two'],
      messageQueueLen: 2,
      parent: { path: '/' },
    })
    expect(mine).toMatchObject(['runnable', [{ path: '/idle#1' }], 'value', null, false])
  })

  test('shows one’s own sends at once', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        yield* send(me, 'hello')
        const { messages, messageQueueLen } = (yield* processInfo(me))!
        tell([messages, messageQueueLen])
      },
      { delivery },
    )
    expect(told).toEqual([[['hello'], 1]])
  })

  test('of the dead is undefined', () => {
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(ends, 'gone')
        yield* sleep(1)
        tell([yield* processInfo(pid), yield* isAlive(pid)])
      },
      { delivery },
    )
    expect(told).toEqual([[undefined, false]])
  })

  test('tells who waits, who could go on, and who sleeps', () => {
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(idle)
        tell((yield* processInfo(pid))!.status)
        yield* sleep(1)
        const { status, sleeping } = (yield* processInfo(pid))!
        tell([status, sleeping])
      },
      { delivery },
    )
    expect(told).toEqual(['runnable', ['waiting', true]])
  })
})

describe('a query', () => {
  test('of a process is ordered behind what was sent to it, under any schedule', () => {
    for (const options of schedules(200)) {
      const { told } = play(function* (tell) {
        const pid = yield* spawn(idle)
        yield* send(pid, 'hello')
        tell((yield* processInfo(pid))!.messageQueueLen)
        yield* exit(pid, 'kill')
        tell(yield* isAlive(pid))
      }, options)
      expect(told, nameOf(options)).toEqual([1, false])
    }
  })

  test('for all processes is a snapshot in order of creation', () => {
    const { told } = play(function* (tell) {
      const pids: AnyPid[] = [yield* self()]
      for (let i = 0; i < 3; i++) pids.push(yield* spawn(idle))
      yield* exit(pids[2]!, 'kill')
      yield* sleep(1)
      tell((yield* processes()).map((pid) => pids.indexOf(pid)))
    })
    expect(told).toEqual([[0, 1, 3]])
  })
})

describe('words for oneself', () => {
  test('self, parent and now', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      tell([me.path, yield* parent(), yield* now()])
      yield* spawn(function* () {
        yield* sleep(7)
        tell([(yield* parent()) === me, yield* now()])
      })
    })
    expect(told).toEqual([
      ['/', null, 0],
      [true, 7],
    ])
  })

  test('references are unique, and compare by identity', () => {
    const { told } = play(function* (tell) {
      const refs: Ref[] = []
      for (let i = 0; i < 100; i++) refs.push(yield* makeRef())
      tell(new Set(refs).size)
      tell(new Set(refs.map(({ hash }) => hash)).size)
    })
    expect(told).toEqual([100, 100])
  })

  test('random numbers lie where they should', () => {
    const { told } = play(function* (tell) {
      const counts = new Array<number>(10).fill(0)
      for (let i = 0; i < 10_000; i++) {
        const float = yield* random()
        if (float < 0 || float >= 1) tell(float)
        counts[yield* randomInt(10)]!++
      }
      tell(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0))
    })
    expect(told).toHaveLength(1)
    // Chi-square of 9 degrees of freedom, 99.9 %.
    expect(told[0]).toBeLessThan(27.88)
  })

  test('giving way lets the others go first, in the default order after what it has caused', () => {
    const { told } = play(function* (tell) {
      yield* spawn(function* () {
        tell('other')
      })
      yield* giveWay()
      tell('self')
    })
    expect(new Set(told)).toEqual(new Set(['self', 'other']))
  })

  test('that are given nonsense raise badarg, and say what they take', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      const wrong = 'me' as unknown as AnyPid
      const attempts = [
        () => link(wrong),
        () => exit(wrong, 'kill'),
        () => isAlive(12 as unknown as AnyPid),
        () => processInfo(wrong),
        () => monitor(12 as unknown as string),
        () => monitor(me === null ? me : 'nobody', { alias: 'reply' as 'demonitor' }),
        () => trapExit('yes' as unknown as boolean),
        () => randomInt(0),
        () => randomInt(1.5),
      ]
      for (const attempt of attempts) {
        try {
          yield* attempt()
          tell('fine')
        } catch (error) {
          tell(error instanceof ErlangError && error.message)
        }
      }
    })
    expect(told).toEqual([
      'badarg: link takes a pid, not me; look me up with whereis',
      'badarg: exit takes a pid, not me; look me up with whereis',
      'badarg: isAlive takes a pid, not 12',
      'badarg: processInfo takes a pid, not me; look me up with whereis',
      'badarg: monitor takes a pid, not 12',
      'badarg: monitor knows no alias reply',
      'badarg: trapExit takes true or false, not yes',
      'badarg: randomInt takes a whole number from 1, not 0',
      'badarg: randomInt takes a whole number from 1, not 1.5',
    ])
  })
})

describe('paths', () => {
  test('of bare spawns are the parent’s, the body’s name and a number', () => {
    const { told } = play(function* (tell) {
      function* worker() {
        tell((yield* self()).path)
        yield* spawn(function* inner() {
          tell((yield* self()).path)
        })
      }
      yield* spawn(worker)
      yield* spawn(worker)
      yield* spawn(idle)
      yield* spawn(function* () {
        tell((yield* self()).path)
      })
      yield* spawn(() => worker())
    })
    expect(new Set(told)).toEqual(
      new Set([
        '/process#1',
        '/process#2',
        '/process#2/inner#1',
        '/worker#1',
        '/worker#1/inner#1',
        '/worker#2',
        '/worker#2/inner#1',
      ]),
    )
  })

  test('with a label are kept over restarts, whose lives are counted', () => {
    const { told } = play(function* (tell) {
      for (let i = 0; i < 3; i++) {
        const pid = yield* spawnOpt(ends, ['done'], { label: 'w1' })
        tell(`${pid.path}~${pid.life}`)
        yield* sleep(1)
      }
      const other = yield* spawnOpt(idle, [], { label: 'w2' })
      tell(`${other.path}~${other.life}`)
    })
    expect(told).toEqual(['/w1~0', '/w1~1', '/w1~2', '/w2~0'])
  })

  test('of bare spawns begin anew in each life of the parent, and live that life', () => {
    const { told } = play(function* (tell) {
      function* parentBody() {
        const child = yield* spawn(idle)
        tell(`${child.path}~${child.life}`)
      }
      for (let i = 0; i < 2; i++) {
        yield* spawnOpt(parentBody, [], { label: 'p' })
        yield* sleep(1)
      }
    })
    expect(told).toEqual(['/p/idle#1~0', '/p/idle#1~1'])
  })

  test('give each process a hash of its own, whatever else is spawned', () => {
    const hashOf = (others: number): number => {
      const { told } = play(function* (tell) {
        for (let i = 0; i < others; i++) yield* spawn(ends, 'x')
        tell((yield* spawnOpt(idle, [], { label: 'w1' })).hash)
      })
      return told[0] as number
    }
    expect(hashOf(0)).toBe(hashOf(5))
  })
})
