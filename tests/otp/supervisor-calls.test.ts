// Administering children while the supervisor runs: every answer that OTP has.

import { describe } from 'vitest'
import {
  call,
  cast,
  child,
  countChildren,
  deleteChild,
  getChildspec,
  initAck,
  restartChild,
  start,
  startChild,
  startProcess,
  supervisor,
  terminateChild,
  whichChildren,
  type ChildSpec,
  type StartResult,
} from 'mayday/otp'
import {
  exit,
  isPid,
  name,
  receive,
  sleep,
  spawn,
  spawnLink,
  trapExit,
  unlink,
  type AnyPid,
  type Body,
  type Performable,
} from 'mayday/process'
import { endOf, exitOf, law, outcomeOf, timedLaw } from '../support/laws.ts'
import { idle } from '../support/play.ts'
import { list, standing, Troupe } from './troupe.ts'

/** A pid in an answer, by its path. */
function brief(answer: unknown): unknown {
  if (isPid(answer)) return answer.path
  if (typeof answer !== 'object' || answer === null) return answer
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, brief(value)]))
}

describe('startChild', () => {
  law(
    'adds the child behind the others, where it stays over restarts and in the end',
    [
      ...list('+a, +b'),
      { ok: '/Sup/b' },
      ['b up', 'a up'],
      ...list('-a odd, +a'),
      ['b up', 'a up'],
      ...list('-b shutdown, -a shutdown, shutdown'),
    ],
    function* (tell, machine) {
      yield* trapExit(true)
      const troupe = new Troupe(tell, machine)
      const sup = yield* supervisor('Sup', { children: [troupe.worker('a')] }).startLink()
      tell(brief(yield* startChild(sup, troupe.worker('b'))))
      tell(yield* standing(sup))
      yield* troupe.replace('a', 'odd')
      tell(yield* standing(sup))
      yield* exit(sup, 'shutdown')
      tell(yield* exitOf(sup))
    },
  )

  law(
    'answers what the start function answers: more about it, ignore, an error with the child',
    [
      { ok: '/Sup/idle#1', info: 'more' },
      { ok: undefined },
      { ok: undefined },
      { error: { reason: 'no', child: 'd' } },
      { error: { already_started: '/elsewhere#1' } },
      ['b undefined', 'a up'],
    ],
    function* (tell) {
      const sup = yield* supervisor('Sup', {}).start()
      const elsewhere = yield* spawn(function* elsewhere() {
        yield* idle()
      })
      function* more(): Body<StartResult> {
        return { ok: yield* spawnLink(idle), info: 'more' }
      }
      const specs: readonly ChildSpec[] = [
        { id: 'a', start: more },
        { id: 'b', start: () => 'ignore' },
        { id: 'c', start: () => 'ignore', restart: 'temporary' },
        { id: 'd', start: () => ({ error: 'no' }) },
        { id: 'e', start: () => ({ error: { already_started: elsewhere } }) },
      ]
      for (const spec of specs) tell(brief(yield* startChild(sup, spec)))
      tell(yield* standing(sup))
    },
  )

  law(
    'under compat 25 what is started elsewhere comes with the child, like other errors',
    [{ error: { reason: { already_started: 'it' }, child: 'a' } }],
    function* (tell) {
      const started = yield* start(supervisor('Sup', {}), [], { compat: 25 })
      const sup = (started as { readonly ok: AnyPid }).ok
      const error = { already_started: 'it' }
      tell(yield* startChild(sup, { id: 'a', start: () => ({ error }) }))
    },
  )

  law(
    'of an id that is there says so, whether its process is or not',
    [{ error: { already_started: '/Sup/a' } }, { error: 'already_present' }],
    function* (tell, machine) {
      const troupe = new Troupe(() => undefined, machine)
      const sup = yield* supervisor('Sup', { children: [troupe.worker('a')] }).start()
      tell(brief(yield* startChild(sup, troupe.worker('a'))))
      yield* terminateChild(sup, 'a')
      tell(brief(yield* startChild(sup, troupe.worker('a'))))
    },
  )
})

describe('terminateChild, restartChild, deleteChild', () => {
  law(
    'the life of a child by request',
    [
      '+a',
      { error: 'running' },
      { error: 'running' },
      '-a shutdown',
      'ok',
      ['a undefined'],
      'ok',
      '+a',
      { ok: '/Sup/a' },
      '-a shutdown',
      'ok',
      'ok',
      [],
      { error: 'not_found' },
      { error: 'not_found' },
      { error: 'not_found' },
    ],
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const sup = yield* supervisor('Sup', { children: [troupe.worker('a')] }).start()
      tell(yield* restartChild(sup, 'a'))
      tell(yield* deleteChild(sup, 'a'))
      tell(yield* terminateChild(sup, 'a'))
      tell(yield* standing(sup))
      tell(yield* terminateChild(sup, 'a'))
      tell(brief(yield* restartChild(sup, 'a')))
      tell(yield* terminateChild(sup, 'a'))
      tell(yield* deleteChild(sup, 'a'))
      tell(yield* standing(sup))
      for (const request of [terminateChild, restartChild, deleteChild])
        tell(yield* request(sup, 'a'))
    },
  )

  law(
    'a temporary child is forgotten with its end, by request too; so its id is free',
    [...list('+t, -t shutdown'), 'ok', [], '+t', { ok: '/Sup/t' }],
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const t = troupe.worker('t', { restart: 'temporary' })
      const sup = yield* supervisor('Sup', { children: [t] }).start()
      tell(yield* terminateChild(sup, 't'))
      tell(yield* standing(sup))
      tell(brief(yield* startChild(sup, t)))
    },
  )

  law(
    'children are not found by pid',
    [{ error: 'not_found' }, { error: 'not_found' }],
    function* (tell, machine) {
      const troupe = new Troupe(() => undefined, machine)
      const sup = yield* supervisor('Sup', { children: [troupe.worker('a')] }).start()
      tell(yield* terminateChild(sup, yield* troupe.pid('a')))
      tell(yield* getChildspec(sup, yield* troupe.pid('a')))
    },
  )

  law(
    'a restart by request that fails answers why, and leaves the child as it was',
    [
      { error: 'no' },
      ['a undefined'],
      { ok: '/Sup/a' },
      ['a up'],
      'ok',
      { ok: undefined },
      ['a undefined'],
    ],
    function* (tell, machine) {
      const troupe = new Troupe(() => undefined, machine)
      const plan = ['up', { fail: 'no' }, 'up', 'ignore'] as const
      const sup = yield* supervisor('Sup', { children: [troupe.worker('a', { plan })] }).start()
      yield* terminateChild(sup, 'a')
      tell(yield* restartChild(sup, 'a'))
      tell(yield* standing(sup))
      tell(brief(yield* restartChild(sup, 'a')))
      tell(yield* standing(sup))
      tell(yield* terminateChild(sup, 'a'))
      tell(yield* restartChild(sup, 'a'))
      tell(yield* standing(sup))
    },
  )

  law('restarts by request do not count', [['a up']], function* (tell, machine) {
    const troupe = new Troupe(() => undefined, machine)
    const sup = yield* supervisor('Sup', { children: [troupe.worker('a')], maxRestarts: 0 }).start()
    for (let n = 0; n < 5; n++) {
      yield* terminateChild(sup, 'a')
      yield* restartChild(sup, 'a')
    }
    tell(yield* standing(sup))
  })
})

describe('whichChildren, countChildren, getChildspec', () => {
  law(
    'whichChildren lists the latest first',
    [
      [
        { id: 'Inner', pid: '/Sup/Inner', type: 'supervisor' },
        { id: 'b', pid: undefined, type: 'worker' },
        { id: 'a', pid: '/Sup/a', type: 'worker' },
      ],
    ],
    function* (tell, machine) {
      const troupe = new Troupe(() => undefined, machine)
      const children = [
        troupe.worker('a'),
        troupe.worker('b', { plan: ['ignore'] }),
        child(supervisor('Inner', {})),
      ]
      const sup = yield* supervisor('Sup', { children }).start()
      tell((yield* whichChildren(sup)).map(brief))
    },
  )

  law(
    'countChildren counts specifications, living children, and kinds',
    [
      { specs: 3, active: 3, supervisors: 1, workers: 2 },
      { specs: 3, active: 2, supervisors: 1, workers: 2 },
      { specs: 2, active: 2, supervisors: 1, workers: 1 },
    ],
    function* (tell, machine) {
      const troupe = new Troupe(() => undefined, machine)
      const children = [troupe.worker('a'), troupe.worker('b'), child(supervisor('Inner', {}))]
      const sup = yield* supervisor('Sup', { children }).start()
      tell(yield* countChildren(sup))
      yield* terminateChild(sup, 'a')
      tell(yield* countChildren(sup))
      yield* deleteChild(sup, 'a')
      tell(yield* countChildren(sup))
    },
  )

  law(
    'a child that is dead does not count as active, though the supervisor has not noticed',
    [
      ['a', 1],
      ['a', 0],
    ],
    function* (tell) {
      // It has undone the link, so its end is never told.
      function* naughty(starter: AnyPid): Body {
        yield* unlink(starter)
        yield* initAck(starter)
        yield* receive()
      }
      const is = { body: 'naughty', behaviour: null }
      const spec: ChildSpec = {
        id: 'a',
        start: () => startProcess(naughty, [], { is, link: true }),
      }
      const sup = yield* supervisor('Sup', { children: [spec] }).start()
      for (let n = 0; n < 2; n++) {
        const [only] = yield* whichChildren(sup)
        tell([only!.id, (yield* countChildren(sup)).active])
        yield* exit(only!.pid as AnyPid, 'kill')
        yield* endOf(only!.pid as AnyPid)
      }
    },
  )

  law(
    'getChildspec answers the specification, or that there is none',
    ['transient', { error: 'not_found' }],
    function* (tell, machine) {
      const troupe = new Troupe(() => undefined, machine)
      const children = [troupe.worker('a', { restart: 'transient' })]
      const sup = yield* supervisor('Sup', { children }).start()
      const found = yield* getChildspec(sup, 'a')
      tell('ok' in found ? found.ok.restart : found)
      tell(yield* getChildspec(sup, 'b'))
    },
  )
})

describe('whoever is no supervisor, and whatever is no request', () => {
  law(
    'requests to nobody exit the caller like other calls',
    Array.from({ length: 7 }, () => ({ failed: 'noproc' })),
    function* (tell) {
      const nobody = name<never>('nobody')
      for (const request of [
        () => startChild(nobody, []),
        () => terminateChild(nobody, 'a'),
        () => restartChild(nobody, 'a'),
        () => deleteChild(nobody, 'a'),
        () => whichChildren(nobody),
        () => countChildren(nobody),
        () => getChildspec(nobody, 'a'),
      ]) {
        tell(yield* outcomeOf(request()))
      }
    },
  )

  law(
    'an unknown call or cast ends the supervisor, after its children',
    [
      ...list('+a, -a shutdown'),
      { failed: { crash: { function_clause: { callback: 'handleCall', request: 'sing' } } } },
      ...list('+a, -a shutdown'),
      { crash: { function_clause: { callback: 'handleCast', request: 'sing' } } },
    ],
    function* (tell, machine) {
      yield* trapExit(true)
      const troupe = new Troupe(tell, machine)
      const Sup = supervisor('Sup', { children: [troupe.worker('a')] })
      tell(yield* outcomeOf(call((yield* Sup.start()) as never, 'sing' as never)))
      const sup = yield* Sup.startLink()
      yield* cast(sup as never, 'sing' as never)
      tell(yield* exitOf(sup))
    },
  )

  timedLaw(
    'while a child starts the supervisor is deaf; it hears afterwards',
    ['+a', 100, '+b', 2],
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const slow: ChildSpec = {
        id: 'b',
        *start(context) {
          yield* sleep(100)
          tell(machine.now)
          return yield* troupe.worker('b').start(context) as Performable<StartResult>
        },
      }
      const sup = yield* supervisor('Sup', { children: [troupe.worker('a')] }).start()
      yield* spawn(function* () {
        yield* startChild(sup, slow)
      })
      yield* sleep(50)
      tell((yield* whichChildren(sup)).length)
    },
  )
})
