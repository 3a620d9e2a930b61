// How a server ends: by what its callbacks do, and by exit signals.

import { describe } from 'vitest'
import { stop } from 'mayday/otp'
import {
  exit,
  link,
  raise,
  receive,
  self,
  send,
  spawn,
  trapExit,
  type AnyPid,
} from 'mayday/process'
import { exitOf, law, outcomeOf, thrown, until } from '../support/laws.ts'
import { idle } from '../support/play.ts'
import {
  calling,
  casting,
  continuing,
  linked,
  messaging,
  obedient,
  reading,
  unlinked,
} from './obedient.ts'

describe('by what it does', () => {
  const ways: readonly (readonly [how: string, reason: unknown, act: () => never])[] = [
    ['an error', { crash: 'oops' }, () => raise('oops')],
    ['an exit', 'leaving', () => exit('leaving')],
    ['an exit with normal', 'normal', () => exit('normal')],
  ]
  for (const [how, reason, act] of ways) {
    law(
      `${how} in a callback ends it after terminate, and the caller learns the reason`,
      [
        ['terminate', reason, 0],
        { failed: reason },
        ...[casting, messaging, continuing].flatMap(() => [['terminate', reason, 0], reason]),
      ],
      function* (tell) {
        tell(yield* outcomeOf(calling(yield* linked(tell), act)))
        for (const way of [casting, messaging, continuing]) {
          const server = yield* linked(tell)
          yield* way(server, act)
          tell(yield* exitOf(server))
        }
      },
    )
  }

  law(
    '{stop, …} from every callback ends it with that reason and state, after terminate',
    [
      ['terminate', 'a', 1],
      { failed: 'a' },
      ...[casting, messaging, continuing].flatMap((_, n) => [['terminate', 'b', n], 'b']),
    ],
    function* (tell) {
      tell(yield* outcomeOf(calling(yield* linked(tell), () => stop('a', 1))))
      for (const [n, way] of [casting, messaging, continuing].entries()) {
        const server = yield* linked(tell)
        yield* way(server, () => stop('b', n))
        tell(yield* exitOf(server))
      }
    },
  )

  law(
    '{stop, …} with a reply runs terminate first, then answers',
    [['terminate', 'done', 1], 'answer', 'done'],
    function* (tell) {
      const server = yield* linked(tell)
      tell(yield* calling(server, () => stop('done', 1, { value: 'answer' })))
      tell(yield* exitOf(server))
    },
  )

  law(
    'the reply of {stop, …} comes even when terminate crashes, whose reason then counts',
    ['answer', { crash: 'in terminate' }],
    function* (tell) {
      const server = yield* linked(tell, { terminate: () => raise('in terminate') })
      tell(yield* calling(server, () => stop('done', 1, { value: 'answer' })))
      tell(yield* exitOf(server))
    },
  )

  law(
    'a server killed in terminate answers nobody',
    [['terminating'], { failed: 'killed' }],
    function* (tell) {
      let isTerminating = false
      const server = yield* linked(tell, {
        *terminate() {
          tell(['terminating'])
          isTerminating = true
          yield* idle()
        },
      })
      yield* spawn(function* () {
        yield* until(() => isTerminating)
        yield* exit(server, 'kill')
      })
      tell(yield* outcomeOf(calling(server, () => stop('done', 1, { value: 'answer' }))))
    },
  )

  law(
    'what terminate throws or returns otherwise changes nothing',
    ['done', 'done'],
    function* (tell) {
      for (const terminate of [() => thrown('odd'), () => 'whatever']) {
        const server = yield* linked(tell, { terminate })
        yield* casting(server, () => stop('done', 1))
        tell(yield* exitOf(server))
      }
    },
  )

  law('a server without terminate ends as it is told', ['done'], function* (tell) {
    const server = yield* linked(tell, { terminate: undefined })
    yield* casting(server, () => stop('done', 1))
    tell(yield* exitOf(server))
  })
})

describe('by exit signals', () => {
  law(
    'terminate does not run when a signal ends the server: kill, or any to one that does not trap exits',
    ['killed', 'sorry', 'killed'],
    function* (tell) {
      const silent = { terminate: () => tell('terminate') }
      for (const [reason, trapExits] of [
        ['kill', false],
        ['sorry', false],
        ['kill', true],
      ] as const) {
        const server = yield* linked(tell, { ...silent, trapExit: trapExits })
        yield* exit(server, reason)
        tell(yield* exitOf(server))
      }
    },
  )

  law(
    'an exit signal of the parent ends a server that traps exits after terminate, even with normal',
    ['shutdown', 'normal', 'odd'].flatMap((reason) => [['terminate', reason, 0], reason]),
    function* (tell) {
      for (const reason of ['shutdown', 'normal', 'odd']) {
        const server = yield* linked(tell, { trapExit: true })
        yield* exit(server, reason)
        tell(yield* exitOf(server))
      }
    },
  )

  law(
    'an exit signal of anybody else is a message to a server that traps exits, even shutdown',
    [['info', ['EXIT', '/stranger#1', 'shutdown']], 0],
    function* (tell) {
      const server = yield* unlinked(tell, { trapExit: true })
      yield* spawn(function* stranger() {
        yield* exit(server, 'shutdown')
        tell(yield* reading(server))
      })
    },
  )

  law(
    'a server started without a link is its own parent: its starter is anybody else, linked or not',
    [['info', ['EXIT', '/starter#1', 'bye']], 'alive'],
    function* (tell) {
      let heard = false
      const hear = (what: unknown): void => {
        tell(what)
        heard = true
      }
      const me = yield* self()
      yield* spawn(function* starter() {
        const server = yield* unlinked(hear, { trapExit: true })
        yield* link(server)
        yield* send(me, server)
        exit('bye')
      })
      const server = (yield* receive()) as AnyPid
      yield* until(() => heard)
      tell((yield* reading(server)) === 0 ? 'alive' : 'other')
    },
  )

  law(
    'a server that trapped exits in init hears its parent all the same',
    [['terminate', 'shutdown', 5], 'shutdown'],
    function* (tell) {
      yield* trapExit(true)
      const server = (yield* obedient(tell, {
        *init() {
          yield* trapExit(true)
          return 5
        },
      }).startLink()) as AnyPid
      yield* exit(server, 'shutdown')
      tell(yield* exitOf(server))
    },
  )
})
