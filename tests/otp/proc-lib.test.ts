// Processes that start in step with their starter, and what is left of a start that failed.

import { describe } from 'vitest'
import {
  failed,
  initAck,
  initFail,
  start,
  startLink,
  startMonitor,
  startProcess,
  stop,
  type LaunchOptions,
  type StartOptions,
  type StartResult,
} from 'mayday/otp'
import {
  exit,
  isAlive,
  raise,
  self,
  sleep,
  spawnLink,
  trapExit,
  whereis,
  type AnyPid,
  type Body,
} from 'mayday/process'
import { attempt, endOf, exitOf, law, timedLaw } from '../support/laws.ts'
import { brief, idle, nobody, takeAll } from '../support/play.ts'
import { obedient } from './obedient.ts'

const plain: LaunchOptions = { is: { body: 'plain', behaviour: null } }

/** Everything that is in the mailbox, in short. */
function* left(): Body<unknown[]> {
  // What is under way to the caller has time to arrive.
  yield* sleep(5)
  return (yield* takeAll()).map(brief)
}

describe('startProcess', () => {
  law(
    'answers what the process acknowledges, when it does',
    [[false, true], { info: 7 }],
    function* (tell) {
      let isReady = false
      function* child(starter: AnyPid): Body {
        yield* sleep(10)
        isReady = true
        yield* initAck(starter, { ok: yield* self<never>(), info: 7 })
      }
      const before = isReady
      const result = (yield* startProcess(child, [], plain)) as { readonly info: unknown }
      tell([before, isReady])
      tell({ info: result.info })
    },
  )

  law('hands the arguments on behind the starter', [[1, 'two']], function* (tell) {
    function* child(starter: AnyPid, a: number, b: string): Body {
      tell([a, b])
      yield* initAck(starter)
    }
    yield* startProcess(child, [1, 'two'], plain)
  })

  for (const link of [false, true]) {
    const how = link ? 'linked' : 'not linked'

    law(
      `a process that ends before it has acknowledged is a failed start, ${how}`,
      [
        { error: 'normal' },
        { error: 'odd' },
        { error: { crash: 'oops' } },
        { error: 'killed' },
        [],
      ],
      function* (tell) {
        yield* trapExit(true)
        const ways: readonly (() => Body<unknown>)[] = [
          function* () {},
          () => exiting('odd'),
          function* () {
            raise('oops')
          },
          function* () {
            yield* exit(yield* self<never>(), 'kill')
            yield* idle()
          },
        ]
        for (const way of ways) tell(yield* startProcess(way, [], { ...plain, link }))
        tell(yield* left())
      },
    )

    law(
      `initFail answers what it is given when the process is gone, and leaves nothing, ${how}`,
      [{ error: 'no' }, false, []],
      function* (tell, machine) {
        yield* trapExit(true)
        let pid: AnyPid | undefined
        function* child(starter: AnyPid): Body {
          pid = yield* self<never>()
          yield* initFail(starter, { error: 'no' }, 'because')
        }
        tell(yield* startProcess(child, [], { ...plain, link }))
        tell(machine.world.isAlive(pid!))
        tell(yield* left())
      },
    )

    timedLaw(
      `a start that takes too long is killed and forgotten; the starter lives, ${how}`,
      [{ error: 'timeout' }, 50, false, []],
      function* (tell, machine) {
        let pid: AnyPid | undefined
        function* child(): Body {
          pid = yield* self<never>()
          yield* trapExit(true)
          yield* idle()
        }
        tell(yield* startProcess(child, [], { ...plain, link, timeout: 50 }))
        tell(machine.now)
        tell(machine.world.isAlive(pid!))
        tell(yield* left())
      },
    )
  }

  law(
    'a linked starter that does not trap exits ends with a process that ends abnormally',
    ['odd', 'lives'],
    function* (tell) {
      yield* trapExit(true)
      const starter = yield* spawnLink(function* () {
        yield* startProcess(() => exiting('odd'), [], { ...plain, link: true })
        tell('never')
      })
      tell(yield* exitOf(starter))
      const other = yield* spawnLink(function* () {
        yield* startProcess(() => exiting('normal'), [], { ...plain, link: true })
        tell('lives')
      })
      yield* exitOf(other)
    },
  )

  law(
    'with a monitor the DOWN message comes when the process ends, after the EXIT of a link',
    [
      true,
      [
        ['EXIT', '/child#1', 'odd'],
        ['DOWN', '/child#1', 'odd'],
      ],
    ],
    function* (tell) {
      yield* trapExit(true)
      function* child(starter: AnyPid): Body {
        yield* initAck(starter)
        yield* idle()
      }
      const options = { is: { body: 'child', behaviour: null }, monitor: true, link: true }
      const result = (yield* startProcess(child, [], options)) as Up
      tell(result.monitor !== undefined)
      yield* exit(result.ok, 'odd')
      yield* endOf(result.ok)
      tell(yield* left())
    },
  )

  law('a failed start leaves no DOWN message either', [{ error: 'odd' }, []], function* (tell) {
    tell(yield* startProcess(() => exiting('odd'), [], { ...plain, monitor: true }))
    tell(yield* left())
  })
})

interface Up {
  readonly ok: AnyPid
  readonly monitor?: unknown
}

function* exiting(reason: string): Body {
  exit(reason)
}

describe('what init may answer', () => {
  const ways: readonly (readonly [
    what: string,
    init: () => unknown,
    result: StartResult,
    reason: unknown,
  ])[] = [
    ['ignore', () => 'ignore', 'ignore', 'normal'],
    ['{error, R}', () => failed('no'), { error: 'no' }, 'normal'],
    ['{stop, R}', () => stop('no'), { error: 'no' }, 'no'],
    ['{stop, shutdown}', () => stop('shutdown'), { error: 'shutdown' }, 'shutdown'],
    ['an exit', () => exit('no'), { error: 'no' }, 'no'],
    ['an exit with normal', () => exit('normal'), { error: 'normal' }, 'normal'],
    ['an error', () => raise('no'), { error: { crash: 'no' } }, { crash: 'no' }],
  ]

  for (const [what, init, result, reason] of ways) {
    law(
      `${what}: a starter that traps exits has its answer and no message`,
      [result, []],
      function* (tell) {
        yield* trapExit(true)
        tell(yield* startLink(obedient(nobody), [init as never]))
        tell(yield* left())
      },
    )

    law(
      `${what}: a starter that does not trap exits lives if the end is normal`,
      [reason],
      function* (tell) {
        yield* trapExit(true)
        const starter = yield* spawnLink(function* () {
          yield* startLink(obedient(nobody), [init as never])
          yield* sleep(5)
        })
        tell(yield* exitOf(starter))
      },
    )

    law(`${what}: without a link the starter lives in any case`, [result, []], function* (tell) {
      tell(yield* start(obedient(nobody), [init as never]))
      tell(yield* left())
    })

    law(
      `${what}: the name is free and the process gone when the start has come back`,
      [undefined, result],
      function* (tell) {
        yield* trapExit(true)
        const options = { name: 'it' }
        yield* startLink(obedient(nobody), [init as never], options)
        tell(yield* whereis('it'))
        tell(yield* startMonitor(obedient(nobody), [init as never], options))
      },
    )

    law(
      `${what}: under compat 25 the EXIT message of a failed start is left`,
      [result, [['EXIT', '/Obedient', what === '{error, R}' ? 'normal' : reason]]],
      function* (tell) {
        yield* trapExit(true)
        const compat: StartOptions = { compat: 25 }
        tell(yield* startLink(obedient(nobody), [init as never], compat))
        tell(yield* left())
      },
    )
  }

  law('a process that init kills is a failed start', [{ error: 'killed' }, []], function* (tell) {
    yield* trapExit(true)
    const suicidal = function* (): Body<number> {
      yield* exit(yield* self<never>(), 'kill')
      return 1
    }
    tell(yield* startLink(obedient(nobody, { init: suicidal })))
    tell(yield* left())
  })
})

describe('starts that work', () => {
  law(
    'start, startLink and startMonitor differ in what comes at the end',
    [[], ['EXIT'], ['DOWN']],
    function* (tell) {
      yield* trapExit(true)
      for (const way of [start, startLink, startMonitor]) {
        const { ok: pid } = (yield* way(obedient(nobody))) as Up
        yield* exit(pid, 'odd')
        yield* endOf(pid)
        tell((yield* left()).map((message) => (message as readonly unknown[])[0]))
      }
    },
  )

  law(
    'the definition’s own start raises badmatch when it fails',
    [{ exit: { crash: { badmatch: { error: 'no' } } } }],
    function* (tell) {
      tell(yield* attempt(obedient(nobody).start(() => stop('no'))))
    },
  )

  timedLaw('a time limit holds for init', [{ error: 'timeout' }, 100], function* (tell, machine) {
    const slow = function* (): Body<number> {
      yield* sleep(500)
      return 0
    }
    tell(yield* startLink(obedient(nobody, { init: slow }), [], { timeout: 100 }))
    tell(machine.now)
  })

  law(
    'a wrong time limit is refused before anything is started',
    [{ exit: { crash: 'function_clause' } }, true],
    function* (tell) {
      tell(yield* attempt(start(obedient(nobody), [], { timeout: -5, name: 'it' })))
      tell((yield* whereis('it')) === undefined)
    },
  )

  law('a process that starts is alive when the start has come back', [true], function* (tell) {
    tell(yield* isAlive(((yield* start(obedient(nobody))) as Up).ok))
  })
})
