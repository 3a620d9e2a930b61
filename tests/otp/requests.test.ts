// Requests in two halves: asked now, answered later.

import { describe, expect, test } from 'vitest'
import {
  call,
  checkAnyResponse,
  checkResponse,
  genServer,
  named,
  noreply,
  receiveAnyResponse,
  receiveResponse,
  reply,
  reqidsAdd,
  reqidsNew,
  reqidsSize,
  reqidsToList,
  sendRequest,
  start,
  via,
  waitAnyResponse,
  waitResponse,
  type RefTo,
  type RequestIds,
} from 'mayday/otp'
import { exit, isName, isPid, receive, sleep, timeout, type Body } from 'mayday/process'
import { attempt, law, timedLaw } from '../support/laws.ts'
import { nameOf, play, schedules, takeAll } from '../support/play.ts'

const Clerk = genServer('Clerk', {
  init: () => 0,
  handleCall: {
    double: (state, n: number) => reply(2 * n, state),
    *slowly(state, ms: number) {
      yield* sleep(ms)
      return reply('done', state)
    },
    die: (_state, reason: string) => exit(reason),
    ignore: (state) => noreply(state),
  },
})
const clerk = named(Clerk, 'clerk')

const emptyRegistry = {
  *registerName() {
    return false
  },
  *unregisterName() {},
  *whereisName() {
    return undefined
  },
}
const elsewhere: RefTo<typeof Clerk> = via(emptyRegistry, 'x')

/** A response that is an error, by its reason and where the server was. */
function brief(response: unknown): unknown {
  if (typeof response !== 'object' || response === null || !('error' in response)) return response
  const { reason, server } = response.error as {
    readonly reason: unknown
    readonly server: unknown
  }
  return [reason, isPid(server) ? server.path : isName(server) ? server.name : 'elsewhere']
}

describe('one request', () => {
  for (const [how, receiving] of [
    ['receiveResponse', receiveResponse],
    ['waitResponse', waitResponse],
  ] as const) {
    law(
      `${how} answers what the server answers, in whatever order one asks`,
      [{ reply: 4 }, { reply: 2 }],
      function* (tell) {
        const server = yield* Clerk.start()
        const one = yield* sendRequest(server, 'double', 1)
        const two = yield* sendRequest(server, 'double', 2)
        tell(yield* receiving(two))
        tell(yield* receiving(one))
      },
    )

    law(
      `${how} answers why there will be no answer`,
      [
        ['odd', '/Clerk'],
        ['noproc', '/Clerk'],
      ],
      function* (tell) {
        const server = yield* Clerk.start()
        const [one, two] = [
          yield* sendRequest(server, 'die', 'odd'),
          yield* sendRequest(server, 'double', 1),
        ]
        tell(brief(yield* receiving(one)))
        yield* receiving(two)
        tell(brief(yield* receiving(yield* sendRequest(server, 'double', 1))))
      },
    )

    law(
      `${how} says of a name that nobody has, or a registry, that nobody is there`,
      [
        ['noproc', 'clerk'],
        ['noproc', 'elsewhere'],
      ],
      function* (tell) {
        tell(brief(yield* receiving(yield* sendRequest(clerk, 'double', 1))))
        tell(brief(yield* receiving(yield* sendRequest(elsewhere, 'double', 1))))
      },
    )

    law(
      `${how} refuses a wrong time limit`,
      [{ exit: { crash: 'function_clause' } }],
      function* (tell) {
        const id = yield* sendRequest(yield* Clerk.start(), 'double', 1)
        tell(yield* attempt(receiving(id, -1)))
      },
    )
  }

  law('by name the error says which process it was', [['odd', '/clerk']], function* (tell) {
    yield* start(Clerk, [], { name: clerk })
    tell(brief(yield* receiveResponse(yield* sendRequest(clerk, 'die', 'odd'))))
  })

  timedLaw(
    'receiveResponse gives a request up when the time is over: a late answer reaches nobody',
    [timeout, 10, []],
    function* (tell, machine) {
      const id = yield* sendRequest(yield* Clerk.start(), 'slowly', 20)
      tell(yield* receiveResponse(id, 10))
      tell(machine.now)
      yield* sleep(100)
      tell(yield* takeAll())
    },
  )

  timedLaw(
    'waitResponse does not: one may wait again',
    [timeout, timeout, { reply: 'done' }, 20],
    function* (tell, machine) {
      const id = yield* sendRequest(yield* Clerk.start(), 'slowly', 20)
      tell(yield* waitResponse(id, 10))
      tell(yield* waitResponse(id, 0))
      tell(yield* waitResponse(id))
      tell(machine.now)
    },
  )

  law(
    'checkResponse tells the answer from other messages, and news that nobody is there too',
    ['no_reply', { reply: 6 }, ['odd', '/Clerk'], ['noproc', 'clerk']],
    function* (tell) {
      const server = yield* Clerk.start()
      const id = yield* sendRequest(server, 'double', 3)
      tell(yield* checkResponse('something else', id))
      tell(yield* checkResponse(yield* receive(), id))
      const deadly = yield* sendRequest(server, 'die', 'odd')
      tell(brief(yield* checkResponse(yield* receive(), deadly)))
      const lost = yield* sendRequest(clerk, 'double', 1)
      tell(brief(yield* checkResponse(yield* receive(), lost)))
    },
  )
})

test('an answer and giving up exclude each other, and nothing is left behind', () => {
  const outcomes = new Set<unknown>()
  for (let seed = 0; seed < 200; seed++) {
    for (const schedule of schedules(1)) {
      const { told } = play(
        function* (tell) {
          const server = yield* Clerk.start()
          const one = yield* sendRequest(server, 'slowly', 1)
          const two = yield* sendRequest(server, 'slowly', 1)
          const ids = reqidsAdd(two, 'b', reqidsAdd(one, 'a', reqidsNew<string>()))
          const first = yield* receiveAnyResponse(ids, 2)
          tell(first === timeout || first === 'no_request' ? first : first.label)
          if (first !== timeout && first !== 'no_request') yield* receiveAnyResponse(first.rest)
          // Whatever the server has sent before comes before this answer.
          yield* call(server, 'double', 1)
          tell(yield* takeAll())
        },
        { ...schedule, seed: String(seed) },
      )
      expect(told[1], nameOf(schedule)).toEqual([])
      outcomes.add(told[0])
    }
  }
  expect(outcomes).toEqual(new Set(['a', timeout]))
})

describe('several requests', () => {
  function* asking(
    ...words: readonly (readonly ['double' | 'slowly', number])[]
  ): Body<RequestIds<string>> {
    let ids = reqidsNew<string>()
    for (const [word, n] of words) {
      const id = yield* sendRequest(yield* Clerk.start(), word, n)
      ids = reqidsAdd(id, `${word} ${n}`, ids)
    }
    return ids
  }

  law(
    'are plain data: adding makes a new collection',
    [0, 1, 2, ['double 1', 'double 2']],
    function* (tell) {
      const ids = yield* asking(['double', 1], ['double', 2])
      tell(reqidsSize(reqidsNew()))
      tell(reqidsSize(ids.slice(0, 1)))
      tell(reqidsSize(ids))
      tell(reqidsToList(ids).map(([, label]) => label))
    },
  )

  timedLaw(
    'receiveAnyResponse answers the first to come, with its label and the rest',
    [
      [{ reply: 'done' }, 'slowly 10', 2],
      [{ reply: 'done' }, 'slowly 20', 1],
      [{ reply: 'done' }, 'slowly 30', 0],
      'no_request',
    ],
    function* (tell) {
      let ids = yield* asking(['slowly', 30], ['slowly', 10], ['slowly', 20])
      while (ids.length > 0) {
        const first = yield* receiveAnyResponse(ids)
        if (first === timeout || first === 'no_request') return
        tell([first.response, first.label, reqidsSize(first.rest)])
        ids = first.rest
      }
      tell(yield* receiveAnyResponse(ids))
    },
  )

  law(
    'an error is an answer',
    [
      ['odd', 'deadly'],
      ['noproc', 'lost'],
    ],
    function* (tell) {
      const server = yield* Clerk.start()
      let ids = reqidsAdd(yield* sendRequest(server, 'die', 'odd'), 'deadly', reqidsNew<string>())
      for (let n = 0; n < 2; n++) {
        const first = yield* receiveAnyResponse(ids)
        if (first === timeout || first === 'no_request') return
        const { error } = first.response as { readonly error: { readonly reason: unknown } }
        tell([error.reason, first.label])
        ids = reqidsAdd(yield* sendRequest(clerk, 'double', 1), 'lost', first.rest)
      }
    },
  )

  timedLaw(
    'receiveAnyResponse gives all of them up when the time is over, waitAnyResponse none',
    [timeout, 'slowly 10', timeout, [], 5],
    function* (tell, machine) {
      const ids = yield* asking(['slowly', 30], ['slowly', 10])
      tell(yield* waitAnyResponse(ids, 5))
      const first = yield* waitAnyResponse(ids)
      if (first === timeout || first === 'no_request') return
      tell(first.label)
      const began = machine.now
      tell(yield* receiveAnyResponse(first.rest, 5))
      const waited = machine.now - began
      yield* sleep(100)
      tell(yield* takeAll())
      tell(waited)
    },
  )

  law(
    'checkAnyResponse says whose answer a message is, if it is one',
    ['no_request', 'no_reply', 'double 4'],
    function* (tell) {
      const ids = yield* asking(['double', 4])
      tell(yield* checkAnyResponse('x', reqidsNew()))
      tell(yield* checkAnyResponse('x', ids))
      const answer = yield* checkAnyResponse(yield* receive(), ids)
      tell(typeof answer === 'string' ? answer : answer.label)
    },
  )
})
