// Which children are restarted when one has ended, in which order, and what comes of starts that fail.

import { describe, expect, test } from 'vitest'
import {
  child,
  deleteChild,
  restartChild,
  supervisor,
  terminateChild,
  whichChildren,
  type Restart,
  type RestartStrategy,
} from 'mayday/otp'
import {
  exit,
  giveWay,
  sleep,
  spawn,
  trapExit,
  type AnyPid,
  type Body,
  type Reason,
} from 'mayday/process'
import { endOf, exitOf, law, until } from '../support/laws.ts'
import { nameOf, play, schedules } from '../support/play.ts'
import { list, standing, Troupe } from './troupe.ts'

describe('strategies', () => {
  const told: Readonly<Record<string, readonly [of: string, expected: string][]>> = {
    one_for_one: [
      ['a', '-a odd, +a'],
      ['b', '-b odd, +b'],
      ['c', '-c odd, +c'],
    ],
    rest_for_one: [
      ['a', '-a odd, -c shutdown, -b shutdown, +a, +b, +c'],
      ['b', '-b odd, -c shutdown, +b, +c'],
      ['c', '-c odd, +c'],
    ],
    one_for_all: [
      ['a', '-a odd, -c shutdown, -b shutdown, +a, +b, +c'],
      ['b', '-b odd, -c shutdown, -a shutdown, +a, +b, +c'],
      ['c', '-c odd, -b shutdown, -a shutdown, +a, +b, +c'],
    ],
  }
  for (const [strategy, cases] of Object.entries(told)) {
    for (const [id, expected] of cases) {
      law(
        `${strategy}: when ${id} of a, b, c ends`,
        [...list(`+a, +b, +c, ${expected}`), ['c up', 'b up', 'a up']],
        function* (tell, machine) {
          const troupe = new Troupe(tell, machine)
          const children = ['a', 'b', 'c'].map((each) => troupe.worker(each))
          const options = { strategy: strategy as RestartStrategy, children }
          const sup = yield* supervisor('Sup', options).start()
          yield* troupe.replace(id, 'odd')
          yield* until(() => troupe.starts('c') === (expected.includes('+c') ? 2 : 1))
          tell(yield* standing(sup))
        },
      )
    }
  }

  law(
    'one_for_all and rest_for_one start temporary siblings no more, and forget them',
    list('+a, +t, +c, -a odd, -c shutdown, -t shutdown, +a, +c').concat('c up a up'),
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const children = [
        troupe.worker('a'),
        troupe.worker('t', { restart: 'temporary' }),
        troupe.worker('c'),
      ]
      const sup = yield* supervisor('Sup', { strategy: 'one_for_all', children }).start()
      yield* troupe.replace('a', 'odd')
      yield* until(() => troupe.starts('c') === 2)
      tell((yield* standing(sup)).join(' '))
    },
  )

  law(
    'an end that restarts nobody touches no sibling, whatever the strategy',
    list('+a, +t, +c, -t odd').concat('c up a up'),
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const children = [
        troupe.worker('a'),
        troupe.worker('t', { restart: 'temporary' }),
        troupe.worker('c'),
      ]
      const sup = yield* supervisor('Sup', { strategy: 'one_for_all', children }).start()
      const old = yield* troupe.end('t', 'odd')
      while ((yield* whichChildren(sup)).some(({ pid }) => pid === old)) yield* sleep(1)
      tell((yield* standing(sup)).join(' '))
    },
  )

  law(
    'one child after another may end: each time those after it in start order follow',
    list('+a, +b, -b x, +b, -a y, -b shutdown, +a, +b'),
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const children = ['a', 'b'].map((each) => troupe.worker(each))
      yield* supervisor('Sup', { strategy: 'rest_for_one', children }).start()
      yield* troupe.replace('b', 'x')
      yield* troupe.replace('a', 'y')
      yield* until(() => troupe.starts('b') === 3)
    },
  )
})

law(
  'a group restart reports the end that caused it, the new starts, and nothing else',
  ['crash_report', 'child_terminated a', 'progress a', 'progress b'],
  function* (tell, machine) {
    const troupe = new Troupe(() => undefined, machine)
    const children = [troupe.worker('a'), troupe.worker('b')]
    yield* supervisor('Sup', { strategy: 'one_for_all', children }).start()
    machine.watch((event) => {
      if (event.kind !== 'note' || event.note.kind !== 'report') return
      const { id } = event.note.data as { readonly id?: string }
      tell(id === undefined ? event.note.report : `${event.note.report} ${id}`)
    })
    yield* troupe.replace('a', 'odd')
    yield* until(() => troupe.starts('b') === 2)
  },
)

describe('restart kinds', () => {
  const kinds: Readonly<Record<Restart, readonly [reason: Reason, isRestarted: boolean][]>> = {
    permanent: [
      ['normal', true],
      ['shutdown', true],
      [{ shutdown: 'x' }, true],
      ['odd', true],
      ['kill', true],
    ],
    transient: [
      ['normal', false],
      ['shutdown', false],
      [{ shutdown: 'x' }, false],
      ['odd', true],
      ['kill', true],
    ],
    temporary: [
      ['normal', false],
      ['shutdown', false],
      [{ shutdown: 'x' }, false],
      ['odd', false],
      ['kill', false],
    ],
  }
  for (const [restart, cases] of Object.entries(kinds)) {
    for (const [reason, isRestarted] of cases) {
      const after = isRestarted ? ['a up'] : restart === 'transient' ? ['a undefined'] : []
      law(
        `a ${restart} child that ends with ${JSON.stringify(reason)} is ${isRestarted ? '' : 'not '}restarted`,
        [isRestarted ? 2 : 1, after],
        function* (tell, machine) {
          const troupe = new Troupe(() => undefined, machine)
          const children = [troupe.worker('a', { restart: restart as Restart })]
          const sup = yield* supervisor('Sup', { children }).start()
          const old = yield* troupe.end('a', reason)
          // It has taken note when the dead one is no longer on its list.
          while ((yield* whichChildren(sup)).some(({ pid }) => pid === old)) yield* sleep(1)
          tell(troupe.starts('a'))
          tell(yield* standing(sup))
        },
      )
    }
  }
})

describe('a restart that fails', () => {
  law('is tried again, until it works', list('+a, -a odd, ?a, ?a, +a'), function* (tell, machine) {
    const troupe = new Troupe(tell, machine)
    const plan = ['up', { fail: 'no' }, { fail: 'no' }] as const
    yield* supervisor('Sup', { children: [troupe.worker('a', { plan })], maxRestarts: 3 }).start()
    yield* troupe.replace('a', 'odd')
  })

  law(
    'counts like one that works: too many end the supervisor',
    [...list('+a, +b, -a odd, ?a, ?a, -b shutdown'), 'shutdown'],
    function* (tell, machine) {
      yield* trapExit(true)
      const troupe = new Troupe(tell, machine)
      const plan = ['up', { fail: 'no' }, { fail: 'no' }, { fail: 'no' }] as const
      const children = [troupe.worker('a', { plan }), troupe.worker('b')]
      const sup = yield* supervisor('Sup', { children, maxRestarts: 2 }).startLink()
      yield* troupe.end('a', 'odd')
      tell(yield* exitOf(sup))
    },
  )

  law(
    'of a sibling takes those that are up again down before the next attempt',
    list('+a, +b, -a odd, -b shutdown, +a, ?b, -a shutdown, +a, +b'),
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const children = [troupe.worker('a'), troupe.worker('b', { plan: ['up', { fail: 'no' }] })]
      yield* supervisor('Sup', { strategy: 'one_for_all', children }).start()
      yield* troupe.replace('a', 'odd')
      yield* until(() => troupe.starts('b') === 3)
    },
  )

  law(
    'of a later sibling under rest_for_one goes on from that sibling',
    list('+a, +b, +c, -a odd, -c shutdown, -b shutdown, +a, ?b, +b, +c'),
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const children = [
        troupe.worker('a'),
        troupe.worker('b', { plan: ['up', { fail: 'no' }] }),
        troupe.worker('c'),
      ]
      yield* supervisor('Sup', { strategy: 'rest_for_one', children }).start()
      yield* troupe.replace('a', 'odd')
      yield* until(() => troupe.starts('c') === 2)
    },
  )

  law(
    'may come to ignore: the child keeps its place without a process',
    [...list('+a, -a odd, ?a'), ['a undefined']],
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const sup = yield* supervisor('Sup', {
        children: [troupe.worker('a', { plan: ['up', 'ignore'] })],
      }).start()
      yield* troupe.end('a', 'odd')
      yield* until(() => troupe.starts('a') === 2)
      tell(yield* standing(sup))
    },
  )

  test('lets other requests be served in between, and they may end it', () => {
    const walks = [...schedules(40)].filter(({ strategy }) => strategy !== undefined)
    for (const schedule of walks) {
      const { told, stop } = play(function* (tell, machine) {
        const troupe = new Troupe(() => undefined, machine)
        const failures = Array.from({ length: 1000 }, () => ({ fail: 'no' }) as const)
        const children = [troupe.worker('a', { plan: ['up', ...failures] })]
        const sup = yield* supervisor('Sup', { children, maxRestarts: 1000 }).start()
        yield* troupe.end('a', 'odd')
        // No time passes while the supervisor tries and tries.
        while (troupe.starts('a') < 2) yield* giveWay()
        tell(yield* standing(sup))
        tell(yield* restartChild(sup, 'a'))
        tell(yield* deleteChild(sup, 'a'))
        tell(yield* terminateChild(sup, 'a'))
        const tries = troupe.starts('a')
        tell(yield* standing(sup))
        tell(troupe.starts('a') - tries)
      }, schedule)
      const restarting = { error: 'restarting' }
      expect({ told, stop }, nameOf(schedule)).toEqual({
        told: [['a restarting'], restarting, restarting, 'ok', ['a undefined'], 0],
        stop: { kind: 'idle' },
      })
    }
  })
})

describe('deaths that come together', () => {
  law(
    'are each dealt with: one_for_one restarts all of them',
    [['c up', 'b up', 'a up'], 2, 2, 2],
    function* (tell, machine) {
      const troupe = new Troupe(() => undefined, machine)
      const ids = ['a', 'b', 'c']
      const sup = yield* supervisor('Sup', { children: ids.map((id) => troupe.worker(id)) }).start()
      for (const id of ids) {
        const pid = yield* troupe.pid(id)
        yield* spawn(killer, pid)
      }
      yield* until(() => ids.every((id) => troupe.starts(id) === 2))
      tell(yield* standing(sup))
      for (const id of ids) tell(troupe.starts(id))
    },
  )

  law(
    'under one_for_all the second is swept up by the round of the first, or causes another: nobody is lost',
    [['c up', 'b up', 'a up'], true, true],
    function* (tell, machine) {
      const troupe = new Troupe(() => undefined, machine)
      const ids = ['a', 'b', 'c']
      const children = ids.map((id) => troupe.worker(id))
      const sup = yield* supervisor('Sup', {
        strategy: 'one_for_all',
        children,
        maxRestarts: 9,
      }).start()
      const old = [yield* troupe.pid('a'), yield* troupe.pid('b')]
      for (const pid of old) yield* spawn(killer, pid)
      for (const pid of old) yield* endOf(pid)
      yield* until(() => ids.every((id) => troupe.starts(id) > 1))
      yield* sleep(50)
      tell(yield* standing(sup))
      const rounds = troupe.starts('a')
      tell(rounds === 2 || rounds === 3)
      tell(ids.every((id) => troupe.starts(id) === rounds))
    },
  )
})

function* killer(pid: AnyPid): Body {
  yield* exit(pid, 'kill')
}

describe('levels', () => {
  law(
    'a supervisor that gives up is restarted by the one above, with all its children',
    [
      ...list('+x, +a, +b, -a odd, -b shutdown, +a, +b, -a odd, -b shutdown, +a, +b'),
      ['Inner up', 'x up'],
    ],
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const Inner = supervisor('Inner', {
        strategy: 'one_for_all',
        maxRestarts: 1,
        children: [troupe.worker('a'), troupe.worker('b')],
      })
      const sup = yield* supervisor('Sup', { children: [troupe.worker('x'), child(Inner)] }).start()
      for (let life = 2; life <= 3; life++) {
        yield* troupe.replace('a', 'odd')
        yield* until(() => troupe.starts('b') === life)
      }
      tell(yield* standing(sup))
    },
  )

  law(
    'a transient supervisor that gives up has ended in order: it is not restarted',
    [...list('+x, +a, -a odd'), ['Inner undefined', 'x up']],
    function* (tell, machine) {
      const troupe = new Troupe(tell, machine)
      const Inner = supervisor('Inner', { maxRestarts: 0, children: [troupe.worker('a')] })
      const children = [troupe.worker('x'), child(Inner, { restart: 'transient' })]
      const sup = yield* supervisor('Sup', { children }).start()
      yield* troupe.end('a', 'odd')
      while ((yield* standing(sup))[0] === 'Inner up') yield* sleep(1)
      tell(yield* standing(sup))
    },
  )
})
