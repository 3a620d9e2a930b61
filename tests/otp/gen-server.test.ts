// What callbacks may return, which may be missing, and how a process becomes a server.

import { describe } from 'vitest'
import {
  call,
  cast,
  enterLoop,
  genServer,
  noreply,
  ok,
  reply,
  replyTo,
  start,
  stop,
  withFrom,
  type From,
} from 'mayday/otp'
import {
  exit,
  register,
  self,
  send,
  spawn,
  spawnLink,
  trapExit,
  type AnyPid,
  type Body,
} from 'mayday/process'
import { exitOf, law, outcomeOf, thrown, until } from '../support/laws.ts'
import { nobody, takeAll } from '../support/play.ts'
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

describe('results', () => {
  law(
    'a call is answered with the value of its reply, and the state goes on',
    [1, 3],
    function* (tell) {
      const server = yield* unlinked(tell)
      tell(yield* calling(server, (n) => reply(n + 1, n + 3)))
      tell(yield* reading(server))
    },
  )

  law('casts and messages change the state, and nobody is answered', [12, []], function* (tell) {
    const server = yield* unlinked(tell)
    yield* casting(server, () => noreply(10))
    yield* messaging(server, (n) => noreply(n + 2))
    tell(yield* reading(server))
    tell(yield* takeAll())
  })

  law(
    'a call may be answered later, by whoever has its address',
    ['late', 'later'],
    function* (tell) {
      const server = yield* unlinked(tell)
      function* hand(from: From<string>): Body<ReturnType<typeof noreply<number>>> {
        yield* spawn(answering, from, 'late')
        return noreply(0)
      }
      tell(yield* calling(server, () => withFrom(hand)))
      let kept: From<string> | undefined
      yield* spawn(function* () {
        yield* until(() => kept !== undefined)
        yield* replyTo(kept!, 'later')
      })
      const keep = (from: From<string>): ReturnType<typeof noreply<number>> => {
        kept = from
        return noreply(0)
      }
      tell(yield* calling(server, () => withFrom(keep)))
    },
  )

  law(
    'what a callback throws counts as what it returns, if it is no error',
    [1, 5, 'ignore', { error: { bad_return_value: 7 } }],
    function* (tell) {
      const server = yield* unlinked(nobody)
      tell(yield* calling(server, (n) => thrown(reply(n + 1, n + 5))))
      yield* casting(server, (n) => thrown(noreply(n)))
      tell(yield* reading(server))
      tell(yield* start(obedient(nobody), [() => thrown('ignore')]))
      tell(yield* start(obedient(nobody), [() => thrown(7)]))
    },
  )

  const values: readonly unknown[] = [17, undefined, 'ok', null, ['reply', 1, 2]]
  for (const value of values) {
    const wrong = { bad_return_value: value }
    law(
      `returning ${String(JSON.stringify(value))} ends the server, and its caller learns why`,
      [['terminate', wrong, 0], { failed: wrong }, ['terminate', wrong, 0], wrong],
      function* (tell) {
        tell(yield* outcomeOf(calling(yield* linked(tell), () => value)))
        const other = yield* linked(tell)
        yield* casting(other, () => value)
        tell(yield* exitOf(other))
      },
    )
  }

  law(
    'a reply where nobody has asked is a bad return value',
    [true, true, true, true],
    function* (tell) {
      for (const result of [reply(1, 0), stop('bye', 0, { value: 1 })]) {
        for (const act of [casting, messaging]) {
          const server = yield* linked(nobody)
          yield* act(server, () => result)
          tell('bad_return_value' in ((yield* exitOf(server)) as object))
        }
      }
    },
  )

  law(
    'a stop without a state is for init: elsewhere it is a bad return value',
    [true],
    function* (tell) {
      const server = yield* linked(nobody)
      yield* casting(server, () => stop('bye'))
      tell('bad_return_value' in ((yield* exitOf(server)) as object))
    },
  )

  const wishes: readonly unknown[] = [
    { timeout: -1 },
    { timeout: 1.5 },
    { timeout: NaN },
    {},
    'hibernate',
    5,
  ]
  law(
    'an impossible wish for afterwards is a bad return value, and no answer is given',
    wishes.map(() => true),
    function* (tell) {
      for (const wish of wishes) {
        const server = yield* linked(nobody)
        const { failed } = (yield* outcomeOf(
          calling(server, () => reply(1, 0, wish as never)),
        )) as { readonly failed: object }
        tell('bad_return_value' in failed)
      }
    },
  )

  law('hibernating is accepted, and a message wakes the server', ['up', 'up'], function* (tell) {
    const server = (yield* obedient(tell).start(() => ok(1, { hibernate: true }))) as AnyPid
    tell(yield* calling(server, (n) => reply('up', n, { hibernate: true })))
    tell(yield* calling(server, (n) => reply('up', n)))
  })

  law('the state that a server goes on with is read-only', ['TypeError'], function* (tell) {
    const Box = genServer('Box', {
      init: () => ({ items: ['a'] }),
      handleCall: {
        put: (state, item: string) => {
          state.items.push(item)
          return reply('ok', state)
        },
      },
    })
    const box = yield* Box.start()
    const { failed } = (yield* outcomeOf(call(box, 'put', 'b'))) as Failed
    tell(failed.crash.error)
  })
})

interface Failed {
  readonly failed: { readonly crash: { readonly error: unknown } }
}

function* answering(from: From<string>, answer: string): Body {
  yield* replyTo(from, answer)
}

describe('callbacks that are not there', () => {
  const Empty = genServer('Empty', { init: () => 0 })

  law(
    'a request without a handler is a function_clause, and without any handler undef',
    [
      { failed: { crash: { undef: 'handleCall' } } },
      { failed: { crash: { function_clause: { callback: 'handleCall', request: 'sing' } } } },
      { crash: { undef: 'handleCast' } },
      { crash: { function_clause: { callback: 'handleCast', request: 'sing' } } },
      { crash: { undef: 'handleContinue' } },
    ],
    function* (tell) {
      yield* trapExit(true)
      tell(yield* outcomeOf(call((yield* Empty.start()) as never, 'sing' as never)))
      tell(yield* outcomeOf(call((yield* linked(nobody)) as never, 'sing' as never)))
      for (const server of [(yield* Empty.startLink()) as AnyPid, yield* linked(nobody)]) {
        yield* cast(server as never, 'sing' as never)
        tell(yield* exitOf(server))
      }
      const other = yield* linked(nobody, { handleContinue: undefined })
      yield* continuing(other, nobody)
      tell(yield* exitOf(other))
    },
  )

  law(
    'a server without handleInfo lives on, and warns of what it does not understand',
    ['unhandled_info', 'alive'],
    function* (tell, machine) {
      machine.watch((event) => {
        if (event.kind === 'note' && event.note.kind === 'report') tell(event.note.report)
      })
      const server = yield* unlinked(tell, { handleInfo: undefined })
      yield* send(server as never, 'what?')
      tell((yield* reading(server)) === 0 ? 'alive' : 'other')
    },
  )
})

describe('enterLoop', () => {
  const server = obedient(nobody)

  law('turns a process into a server, with the state given', [5, 9, 9], function* (tell) {
    const pid = yield* spawn(function* () {
      yield* enterLoop(server, 5, { continue: () => (tell(5), noreply(9)) })
    })
    tell(yield* reading(pid))
    tell(yield* reading(pid))
  })

  law('its parent is who spawned the process', ['shutdown'], function* (tell) {
    yield* trapExit(true)
    const pid = yield* spawnLink(function* () {
      yield* trapExit(true)
      yield* enterLoop(server, 0)
    })
    yield* reading(pid)
    yield* exit(pid, 'shutdown')
    tell(yield* exitOf(pid))
  })

  law(
    'under a name it must have the name itself',
    [7, 'process_not_registered', 'process_not_registered'],
    function* (tell) {
      function* entering(as: string | null, to: string): Body {
        if (as !== null) yield* register(as, yield* self())
        yield* enterLoop(server, 7, undefined, to)
      }
      tell(yield* reading(yield* spawn(entering, 'mine', 'mine')))
      yield* trapExit(true)
      for (const as of ['other', null]) tell(yield* exitOf(yield* spawnLink(entering, as, 'mine')))
    },
  )
})
