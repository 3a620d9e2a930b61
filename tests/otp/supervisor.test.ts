// How supervisors start and end. Restarts are in restart.test.ts, requests in supervisor-calls.test.ts.

import { describe } from 'vitest'
import {
  initAck,
  start,
  startLink,
  startProcess,
  stopServer,
  supervisor,
  type ChildSpec,
  type Shutdown,
  type SupervisorOptions,
} from 'mayday/otp'
import {
  exit,
  isExit,
  raise,
  receive,
  self,
  send,
  sleep,
  spawn,
  spawnLink,
  trapExit,
  unlink,
  type AnyPid,
  type Body,
} from 'mayday/process'
import { exitOf, law, thrown, timedLaw, until } from '../support/laws.ts'
import { idle } from '../support/play.ts'
import { list, standing, Troupe } from './troupe.ts'

const linked = { is: { body: 'plain', behaviour: null }, link: true }

function* upAndIdle(starter: AnyPid): Body {
  yield* initAck(starter)
  yield* idle()
}

describe('the start', () => {
  law(
    'children are started in order, each when the one before it is up; all are up when it has come back',
    ['+a', '+b', '+c', ['c up', 'b up', 'a up'], '/Sup', '/Sup/a'],
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const children = ['a', 'b', 'c'].map((id) => troupe.worker(id))
      const sup = yield* supervisor('Sup', { children }).start()
      tell(yield* standing(sup))
      tell(sup.path)
      tell((yield* troupe.pid('a')).path)
    },
  )

  law(
    'a child that fails takes those before it down again, in reverse, and the start fails',
    [
      ...list('+a, +b, ?c, -b shutdown, -a shutdown'),
      { error: { shutdown: { failed_to_start_child: 'c', reason: 'no' } } },
      1,
    ],
    function* (tell, machine) {
      yield* trapExit(true)
      const troupe = new Troupe(tell, machine)
      const children = [
        troupe.worker('a'),
        troupe.worker('b'),
        troupe.worker('c', { plan: [{ fail: 'no' }] }),
        troupe.worker('d'),
      ]
      tell(yield* startLink(supervisor('Sup', { children })))
      tell(machine.world.processes().length)
    },
  )

  law(
    'a child that answers ignore keeps its place without a process; a temporary one is forgotten',
    ['+a', '?b', '?c', ['b undefined', 'a up']],
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const children = [
        troupe.worker('a'),
        troupe.worker('b', { plan: ['ignore'] }),
        troupe.worker('c', { plan: ['ignore'], restart: 'temporary' }),
      ]
      tell(yield* standing(yield* supervisor('Sup', { children }).start()))
    },
  )

  law(
    'its options may be made from start arguments, by a function or a generator',
    ['+a', '+b', '-b shutdown', '-a shutdown', '+a', '+b', '-b shutdown', '-a shutdown'],
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const optionsFor = (ids: readonly string[]): SupervisorOptions => ({
        children: ids.map((id) => troupe.worker(id)),
      })
      const ByFunction = supervisor('Sup', (...ids: readonly string[]) => optionsFor(ids))
      yield* stopServer(yield* ByFunction.start('a', 'b'), 'shutdown')
      const ByGenerator = supervisor('Sup', function* (...ids: readonly string[]) {
        yield* sleep(1)
        return optionsFor(ids)
      })
      yield* stopServer(yield* ByGenerator.start('a', 'b'), 'shutdown')
    },
  )

  law('init may answer ignore', ['ignore'], function* (tell) {
    tell(yield* start(supervisor('Sup', () => 'ignore')))
  })

  const wrongInits: readonly (readonly [what: string, init: () => unknown, error: unknown])[] = [
    ['a number', () => 17, { bad_return: 17 }],
    ['nothing', () => undefined, { bad_return: undefined }],
    ['a list', () => [], { bad_return: [] }],
    ['an error', () => raise('oops'), { crash: 'oops' }],
    ['an exit', () => exit('leaving'), 'leaving'],
  ]
  for (const [what, init, error] of wrongInits) {
    law(`${what} from init is a failed start`, [{ error }], function* (tell) {
      tell(yield* start(supervisor('Sup', init as never)))
    })
  }
})

describe('a start function', () => {
  const wrong: readonly (readonly [what: string, start: () => unknown, reason: unknown])[] = [
    ['{error, R}', () => ({ error: 'no' }), 'no'],
    ['a number', () => 17, 17],
    ['a text', () => 'text', 'text'],
    ['a list', () => [1], [1]],
    ['{ok, NoPid}', () => ({ ok: 17 }), { ok: 17 }],
    ['a thrown value', () => thrown({ error: 'thrown' }), 'thrown'],
    ['an exit', () => exit('leaving'), { EXIT: 'leaving' }],
    ['an error', () => raise('oops'), { EXIT: { crash: 'oops' } }],
  ]
  for (const [what, startIt, reason] of wrong) {
    law(
      `that answers ${what} is a failed start`,
      [{ error: { shutdown: { failed_to_start_child: 'a', reason } } }],
      function* (tell) {
        const spec = { id: 'a', start: startIt } as unknown as ChildSpec
        tell(yield* start(supervisor('Sup', { children: [spec] })))
      },
    )
  }

  law(
    'may do something first, or answer at once, or throw its answer',
    [['c up', 'b up', 'a up']],
    function* (tell) {
      const children: readonly ChildSpec[] = [
        {
          id: 'a',
          *start() {
            return { ok: yield* spawnLink(idle), info: 'more' }
          },
        },
        { id: 'b', start: () => startProcess(upAndIdle, [], linked) },
        {
          id: 'c',
          *start() {
            return thrown({ ok: yield* spawnLink(idle) })
          },
        },
      ]
      tell(yield* standing(yield* supervisor('Sup', { children }).start()))
    },
  )
})

describe('the end', () => {
  law(
    'children are ended in reverse start order, each when the one before it is gone',
    [
      ...list('+a, +b, +c'),
      ...list('-c shutdown, c gone, -b shutdown, b gone, -a shutdown, a gone, shutdown'),
    ],
    function* (tell, machine) {
      yield* trapExit(true)
      const troupe = new Troupe(tell, machine)
      machine.watch((event) => {
        if (event.kind !== 'exit' || !event.pid.path.startsWith('/Sup/')) return
        tell(`${event.pid.path.slice('/Sup/'.length)} gone`)
      })
      const children = ['a', 'b', 'c'].map((id) => troupe.worker(id))
      const sup = yield* supervisor('Sup', { children }).startLink()
      yield* exit(sup, 'shutdown')
      tell(yield* exitOf(sup))
    },
  )

  law(
    'an exit signal of anybody but its parent does not end it, not even shutdown',
    ['+a', ['a up']],
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const sup = yield* supervisor('Sup', { children: [troupe.worker('a')] }).start()
      yield* exit(sup, 'shutdown')
      tell(yield* standing(sup))
    },
  )

  law('other messages do not disturb it', ['+a', ['a up']], function* (tell, machine) {
    const troupe = new Troupe(tell, machine)
    const sup = yield* supervisor('Sup', { children: [troupe.worker('a')] }).start()
    const me = yield* self()
    const others = ['hello', null, { kind: 'EXIT', from: me, reason: 'x' }, { kind: 'DOWN' }]
    for (const message of others) yield* send(sup as never, message)
    tell(yield* standing(sup))
  })

  law(
    'that is killed ends its children by their links: those that trap exits run terminate',
    [new Set(['+a', '+b', '-a killed', '-b killed'])],
    function* (tell, machine) {
      const told = new Set<unknown>()
      const troupe = new Troupe((what) => told.add(what), machine)
      const children = [troupe.worker('a'), troupe.worker('b')]
      const sup = yield* supervisor('Sup', { children }).start()
      yield* exit(sup, 'kill')
      yield* until(() => machine.world.processes('/Sup/**').length === 0)
      tell(told)
    },
  )

  const shutdowns: readonly (readonly [
    shutdown: Shutdown,
    told: readonly unknown[],
    after: number,
  ])[] = [
    ['brutal_kill', [], 0],
    [100, ['-a shutdown'], 100],
    [5000, ['-a shutdown', 'done'], 1000],
    ['infinity', ['-a shutdown', 'done'], 1000],
  ]
  for (const [shutdown, told, after] of shutdowns) {
    timedLaw(
      `of a child that needs a second, shutdown ${shutdown}`,
      ['+a', ...told, after],
      function* (tell, machine) {
        yield* trapExit(true)
        const slow = function* (): Body {
          yield* sleep(1000)
          tell('done')
        }
        const troupe = new Troupe(tell, machine)
        const children = [troupe.worker('a', { shutdown, terminate: slow })]
        const sup = yield* supervisor('Sup', { children }).startLink()
        yield* exit(sup, 'shutdown')
        yield* exitOf(sup)
        tell(machine.now)
      },
    )
  }

  law(
    'a child that has unlinked itself does not hang it, alive or dead',
    ['shutdown', 0],
    function* (tell, machine) {
      yield* trapExit(true)
      function* naughty(starter: AnyPid, lives: boolean): Body {
        yield* unlink(starter)
        yield* initAck(starter)
        if (lives) yield* idle()
      }
      const children = [true, false].map((lives, n): ChildSpec => ({
        id: `n${n}`,
        start: () => startProcess(naughty, [lives], linked),
      }))
      const sup = yield* supervisor('Sup', { children }).startLink()
      yield* exit(sup, 'shutdown')
      tell(yield* exitOf(sup))
      tell(machine.world.processes('/Sup/**').length)
    },
  )

  law(
    'children that leave by themselves in the meantime, for whatever reason, do not hang it',
    ['shutdown', 0],
    function* (tell, machine) {
      yield* trapExit(true)
      const troupe = new Troupe(() => undefined, machine)
      const ids = ['a', 'b', 'c', 'd']
      const children = ids.map((id) => troupe.worker(id, { restart: 'temporary' }))
      const sup = yield* supervisor('Sup', { children }).startLink()
      for (const [n, id] of ids.entries()) {
        const pid = yield* troupe.pid(id)
        yield* spawn(function* () {
          yield* n % 2 === 0 ? exit(pid, 'kill') : send(pid as never, { end: 'odd' })
        })
      }
      yield* exit(sup, 'shutdown')
      tell(yield* exitOf(sup))
      tell(machine.world.processes('/Sup/**').length)
    },
  )

  law(
    'of a supervisor that is killed while it waits for a child takes the child with it',
    ['+a', '-a shutdown', 'gone'],
    function* (tell, machine) {
      yield* trapExit(true)
      let isEnding = false
      const deaf = function* (): Body {
        isEnding = true
        yield* receive(isExit)
      }
      const troupe = new Troupe(tell, machine)
      const children = [troupe.worker('a', { shutdown: 'infinity', terminate: deaf })]
      const sup = yield* supervisor('Sup', { children }).startLink()
      yield* exit(sup, 'shutdown')
      yield* until(() => isEnding)
      yield* exit(sup, 'kill')
      yield* until(() => machine.world.processes('/Sup/**').length === 0)
      tell('gone')
    },
  )
})
