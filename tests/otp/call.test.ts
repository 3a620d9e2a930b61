// How a call ends: with an answer, or with the exit of the caller; casts and stops.

import { describe, expect, test } from 'vitest'
import { noreply, receiveResponse, reply, sendRequest, start, stopServer, via } from 'mayday/otp'
import { Machine } from '../../src/machine/index.ts'
import { exit, name, raise, self, sleep, spawn, type AnyPid, type Body } from 'mayday/process'
import { attempt, endOf, law, outcomeOf, timedLaw } from '../support/laws.ts'
import { deliveries, idle, nameOf, nobody, play, schedules, takeAll } from '../support/play.ts'
import { calling, callingWithin, casting, linked, obedient, reading, unlinked } from './obedient.ts'

function* slowly(ms: number): Body<unknown> {
  yield* sleep(ms)
  return reply('at last', 0)
}

describe('a call that fails exits the caller', () => {
  law(
    'with noproc when nobody is there: dead, never named, not in the registry',
    [{ failed: 'noproc' }, { failed: 'noproc' }, { failed: 'noproc' }],
    function* (tell) {
      const dead = yield* spawn(function* () {})
      yield* endOf(dead)
      tell(yield* outcomeOf(calling(dead, nobody)))
      tell(yield* outcomeOf(calling(name('nobody') as never, nobody)))
      tell(yield* outcomeOf(calling(via(emptyRegistry, 'x') as never, nobody)))
    },
  )

  law(
    'with what the server died of before it answered, be it normal',
    ['normal', 'shutdown', 'killed', 'odd'].map((failed) => ({ failed })),
    function* (tell) {
      for (const reason of ['normal', 'shutdown', 'kill', 'odd']) {
        const server = yield* unlinked(nobody)
        const dying = function* (): Body<unknown> {
          if (reason === 'kill') yield* exit(yield* self<never>(), 'kill')
          return exit(reason)
        }
        tell(yield* outcomeOf(calling(server, dying)))
      }
    },
  )

  law(
    'with calling_self when it calls itself, by pid or by name',
    [{ failed: 'calling_self' }, { failed: 'calling_self' }],
    function* (tell) {
      const started = yield* start(obedient(nobody), [], { name: 'me' })
      const server = (started as { readonly ok: AnyPid }).ok
      for (const address of [server, name('me') as never]) {
        tell(
          yield* calling(server, function* () {
            return reply(yield* outcomeOf(reading(address)), 0)
          }),
        )
      }
    },
  )

  law('and says which call to whom it was', ['read', [], 'gone', 'noproc'], function* (tell) {
    const gone = name<never>('gone')
    const { exit: failure } = (yield* attempt(reading(gone as never))) as { readonly exit: object }
    const { call: word, args, server, reason } = failure as Record<string, unknown>
    tell(word)
    tell(args)
    tell((server as { readonly name: string }).name)
    tell(reason)
  })

  timedLaw(
    'with timeout when the answer takes too long; it reaches nobody when it comes, and the server lives',
    [{ failed: 'timeout' }, 200, [], 'at last', 1000],
    function* (tell, machine) {
      const server = yield* unlinked(nobody)
      const answer = (): Body<unknown> => slowly(500)
      tell(yield* outcomeOf(callingWithin(200, server, answer)))
      tell(machine.now)
      yield* sleep(310)
      tell(yield* takeAll())
      yield* sleep(1)
      tell(yield* callingWithin('infinity', server, () => slowly(489)))
      tell(machine.now)
    },
  )

  timedLaw(
    'after five seconds if nothing else is said',
    [{ failed: 'timeout' }, 5000],
    function* (tell, machine) {
      const server = yield* unlinked(nobody)
      tell(yield* outcomeOf(calling(server, () => slowly(5001))))
      tell(machine.now)
    },
  )

  law(
    'with timeout at once when it may take no time at all and the answer is not there',
    [{ failed: 'timeout' }],
    function* (tell) {
      const server = yield* unlinked(nobody)
      tell(yield* outcomeOf(callingWithin(0, server, () => slowly(1))))
    },
  )

  const limits: readonly unknown[] = [-1, 1.5, NaN, '5', null, undefined, Infinity]
  law(
    'with function_clause for a wrong time limit, and the server has heard nothing',
    [...limits.map(() => true), 0],
    function* (tell) {
      const server = yield* unlinked(tell)
      for (const limit of limits) {
        tell(
          isClauseError(yield* attempt(callingWithin(limit as never, server, () => reply(1, 1)))),
        )
      }
      tell(yield* reading(server))
    },
  )

  const addresses: readonly unknown[] = [17, undefined, null, {}, { kind: 'ref' }]
  law(
    'with function_clause for what is no address, as a cast and a stop do',
    addresses.flatMap(() => [true, true, true]),
    function* (tell) {
      for (const address of addresses) {
        tell(isClauseError(yield* attempt(calling(address as never, nobody))))
        tell(isClauseError(yield* attempt(casting(address as never, nobody))))
        tell(isClauseError(yield* attempt(stopServer(address as never))))
      }
    },
  )
})

function isClauseError(outcome: unknown): boolean {
  const { exit: reason } = (outcome ?? {}) as { readonly exit?: { readonly crash?: unknown } }
  return reason?.crash === 'function_clause'
}

const emptyRegistry = {
  *registerName() {
    return false
  },
  *unregisterName() {},
  *whereisName() {
    return undefined
  },
}

test('an answer and the end of the waiting time exclude each other, and nothing is left behind', () => {
  const outcomes = new Set<unknown>()
  for (let seed = 0; seed < 300; seed++) {
    for (const schedule of schedules(1)) {
      const { told } = play(
        function* (tell) {
          const server = yield* unlinked(nobody)
          // Under early clocks both may win.
          tell(yield* outcomeOf(callingWithin(2, server, () => slowly(1))))
          yield* sleep(10)
          tell(yield* takeAll())
        },
        { ...schedule, seed: String(seed) },
      )
      expect(told[1], nameOf(schedule)).toEqual([])
      outcomes.add(JSON.stringify(told[0]))
    }
  }
  expect([...outcomes].toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
    '"at last"',
    '{"failed":"timeout"}',
  ])
})

test.each(deliveries)(
  'an answer that has come when the end of the time is noticed is taken, %s',
  (delivery) => {
    const machine = new Machine({ delivery })
    const told: unknown[] = []
    const client = machine.start(function* () {
      const server = yield* unlinked(nobody)
      told.push(yield* outcomeOf(callingWithin(100, server, () => slowly(110))))
      const id = yield* sendRequest(server as never, 'do' as never, () => slowly(110))
      told.push(yield* receiveResponse(id, 100))
      told.push(yield* takeAll())
    })!
    // Twice the client is held up over the end of its time and the coming of the answer.
    for (let call = 0; call < 2; call++) {
      machine.advance(50)
      machine.pause(client)
      machine.advance(100)
      machine.resume(client)
    }
    expect(machine.run()).toEqual({ kind: 'idle' })
    expect(told).toEqual(['at last', { reply: 'at last' }, []])
  },
)

describe('a cast', () => {
  law('never fails, whoever is there', ['ok', 'ok', 'ok'], function* (tell) {
    const dead = yield* spawn(function* () {})
    yield* endOf(dead)
    tell(yield* casting(dead, nobody))
    tell(yield* casting(name('nobody') as never, nobody))
    tell(yield* casting(via(emptyRegistry, 'x') as never, nobody))
  })

  law('comes before the call that is made after it', [7], function* (tell) {
    const server = yield* unlinked(nobody)
    yield* casting(server, () => noreply(7))
    tell(yield* reading(server))
  })
})

describe('stopServer', () => {
  law(
    'ends the server after terminate and answers when it is gone; then nobody is there',
    [['terminate', 'normal', 0], 'ok', false, { exit: 'noproc' }, { exit: 'noproc' }],
    function* (tell, machine) {
      const server = yield* unlinked(tell)
      tell(yield* attempt(stopServer(server)))
      tell(machine.world.isAlive(server))
      tell(yield* attempt(stopServer(server)))
      tell(yield* attempt(stopServer(name('nobody'))))
    },
  )

  law(
    'with another reason ends it with that one',
    [['terminate', { shutdown: 'x' }, 0], 'ok'],
    function* (tell) {
      const server = yield* linked(tell)
      tell(yield* attempt(stopServer(server, { shutdown: 'x' })))
    },
  )

  law(
    'exits with the server’s reason when terminate has changed it',
    [{ exit: { crash: 'in terminate' } }],
    function* (tell) {
      const server = yield* unlinked(tell, { terminate: () => raise('in terminate') })
      tell(yield* attempt(stopServer(server)))
    },
  )

  timedLaw(
    'is a failed call when the server ends of something else before it has heard',
    [['terminate', 'other', 0], { failed: 'other' }],
    function* (tell) {
      const server = yield* unlinked(tell)
      yield* casting(server, () => endingIn(10, 'other'))
      tell(yield* outcomeOf(stopServer(server)))
    },
  )

  timedLaw(
    'is content when the server ends of that very reason before it has heard',
    [['terminate', 'normal', 0], 'ok'],
    function* (tell) {
      const server = yield* unlinked(tell)
      yield* casting(server, () => endingIn(10, 'normal'))
      tell(yield* outcomeOf(stopServer(server)))
    },
  )

  timedLaw(
    'exits with timeout when it takes too long, before the request is heard or after; the server goes on',
    [{ exit: 'timeout' }, 100, 0, { exit: 'timeout' }, 300, true],
    function* (tell, machine) {
      const busy = yield* unlinked(nobody)
      yield* casting(busy, function* () {
        yield* sleep(150)
        return noreply(0)
      })
      tell(yield* attempt(stopServer(busy, 'normal', 100)))
      tell(machine.now)
      yield* sleep(100)
      const sticky = yield* unlinked(nobody, { terminate: idle })
      tell((yield* takeAll()).length)
      tell(yield* attempt(stopServer(sticky, 'normal', 100)))
      tell(machine.now)
      tell(machine.world.isAlive(sticky))
    },
  )

  law('cannot be used by a server on itself', [{ failed: 'calling_self' }], function* (tell) {
    const server = yield* unlinked(nobody)
    tell(
      yield* calling(server, function* () {
        return reply(yield* outcomeOf(stopServer(yield* self<never>())), 0)
      }),
    )
  })

  law('refuses a wrong time limit, and the server survives', [true, 0], function* (tell) {
    const server = yield* unlinked(nobody)
    tell(isClauseError(yield* attempt(stopServer(server, 'normal', -1))))
    tell(yield* reading(server))
  })
})

function* endingIn(ms: number, reason: string): Body<never> {
  yield* sleep(ms)
  return exit(reason)
}
