// simple_one_for_one: many children from one template.

import { describe } from 'vitest'
import {
  countChildren,
  deleteChild,
  genServer,
  getChildspec,
  restartChild,
  start,
  startChild,
  supervisor,
  template,
  terminateChild,
  whichChildren,
  type ChildSpec,
  type StartResult,
  type Supervisor,
} from 'mayday/otp'
import {
  exit,
  isExit,
  sleep,
  spawn,
  trapExit,
  type AnyPid,
  type Body,
  type Reason,
} from 'mayday/process'
import { endOf, exitOf, law, timedLaw } from '../support/laws.ts'
import { idle, type Tell } from '../support/play.ts'
import { list } from './troupe.ts'

type Pool = Supervisor<readonly []>

/** Children that tell their arguments; the n-th start of all goes as the plan says. */
function pool(tell: Tell, more: Partial<ChildSpec> = {}, plan: readonly Reason[] = []): Pool {
  let n = 0
  const Worker = genServer('Worker', {
    trapExit: true,
    init: (a: string, b: string) => {
      tell(`+${a}${b}`)
      const how = plan[n++] ?? 'up'
      if (how === 'ignore') return 'ignore'
      if (how !== 'up') exit(how)
      return a + b
    },
    terminate: (reason, state) => tell(`-${state} ${String(reason)}`),
    handleInfo: (state, message) => (isExit(message) ? exit(message.reason) : exit(message)),
  })
  return supervisor('Pool', {
    strategy: 'simple_one_for_one',
    maxRestarts: 2,
    children: [{ ...template(Worker, { args: ['a'] }), ...more }],
  })
}

function* add(sup: AnyPid, name: string): Body<AnyPid> {
  return ((yield* startChild(sup, [name])) as { readonly ok: AnyPid }).ok
}

function* pids(sup: AnyPid): Body<readonly unknown[]> {
  return (yield* whichChildren(sup)).map(({ pid }) => pid)
}

const nobody = (): void => undefined

describe('simple_one_for_one', () => {
  law(
    'starts nobody at first, and children with the template’s arguments and more of their own',
    [[], '+a1', '+a2', [undefined, undefined], true],
    function* (tell) {
      const sup = yield* pool(tell).start()
      tell(yield* pids(sup))
      const all = [yield* add(sup, '1'), yield* add(sup, '2')]
      tell((yield* whichChildren(sup)).map(({ id }) => id))
      // Oldest first, unlike the other strategies.
      const listed = yield* pids(sup)
      tell(listed.every((pid, n) => pid === all[n]))
    },
  )

  law(
    'answers the bare reason of a start that fails, ignore, and what is no list',
    [{ error: 'no' }, { ok: undefined }, { error: { badarg: 'x' } }, 0],
    function* (tell) {
      const sup = yield* pool(nobody, {}, ['no', 'ignore']).start()
      tell(yield* startChild(sup, ['1']))
      tell(yield* startChild(sup, ['2']))
      tell(yield* startChild(sup, 'x' as never))
      tell((yield* pids(sup)).length)
    },
  )

  law(
    'restarts a child with its own arguments, and touches no other',
    [...list('+a1, +a2, -a1 odd, +a1'), true, true],
    function* (tell) {
      const sup = yield* pool(tell).start()
      const [one, two] = [yield* add(sup, '1'), yield* add(sup, '2')]
      yield* exit(one, 'odd')
      yield* endOf(one)
      while ((yield* pids(sup)).includes(one)) yield* sleep(1)
      const now = yield* pids(sup)
      tell(now.includes(two))
      tell(now.length === 2)
    },
  )

  law(
    'too many restarts end it with all children',
    [...list('+a1, -a1 odd, +a1, -a1 odd, +a1, -a1 odd'), 'shutdown', 0],
    function* (tell, machine) {
      yield* trapExit(true)
      const sup = yield* pool(tell).startLink()
      let child = yield* add(sup, '1')
      for (let restarts = 0; restarts < 2; restarts++) {
        yield* exit(child, 'odd')
        const old = child
        while ((yield* pids(sup))[0] === old) yield* sleep(1)
        child = (yield* pids(sup))[0] as AnyPid
      }
      yield* exit(child, 'odd')
      tell(yield* exitOf(sup))
      tell(machine.world.processes('/Pool/*').length)
    },
  )

  law(
    'a restart that fails is tried again; one that answers ignore forgets the child',
    ['+a1', '-a1 odd', '+a1', '+a1', []],
    function* (tell) {
      const Patient = pool(tell, {}, ['up', 'no', 'ignore'])
      const sup = yield* Patient.start()
      const child = yield* add(sup, '1')
      yield* exit(child, 'odd')
      yield* endOf(child)
      while ((yield* pids(sup)).length > 0) yield* sleep(1)
      tell(yield* pids(sup))
    },
  )

  law(
    'under compat 25 the child that answered ignore stays on the list, without a process',
    [[undefined], { specs: 1, active: 1, supervisors: 0, workers: 1 }],
    function* (tell) {
      const Pool = pool(nobody, {}, ['up', 'ignore'])
      const sup = ((yield* start(Pool, [], { compat: 25 })) as { readonly ok: AnyPid }).ok
      const child = yield* add(sup, '1')
      yield* exit(child, 'odd')
      yield* endOf(child)
      while ((yield* pids(sup)).includes(child)) yield* sleep(1)
      tell(yield* pids(sup))
      tell(yield* countChildren(sup))
    },
  )

  for (const [restart, reason, isRestarted] of [
    ['temporary', 'odd', false],
    ['transient', 'normal', false],
    ['transient', 'odd', true],
    ['permanent', 'normal', true],
  ] as const) {
    law(
      `a ${restart} child that ends with ${reason} is ${isRestarted ? 'restarted' : 'forgotten'}`,
      [isRestarted ? 1 : 0],
      function* (tell) {
        const sup = yield* pool(nobody, { restart }).start()
        const child = yield* add(sup, '1')
        yield* spawn(function* () {
          yield* exit(child, reason)
        })
        yield* endOf(child)
        while ((yield* pids(sup)).includes(child)) yield* sleep(1)
        tell((yield* pids(sup)).length)
      },
    )
  }

  law(
    'terminateChild takes pids only: of a child, of the dead, of nobody here',
    ['+a1', { error: 'simple_one_for_one' }, '-a1 shutdown', 'ok', 'ok', { error: 'not_found' }, 0],
    function* (tell) {
      const sup = yield* pool(tell).start()
      const child = yield* add(sup, '1')
      tell(yield* terminateChild(sup, 'Worker'))
      tell(yield* terminateChild(sup, child))
      tell(yield* terminateChild(sup, child))
      tell(yield* terminateChild(sup, yield* spawn(idle)))
      tell((yield* pids(sup)).length)
    },
  )

  law(
    'restartChild and deleteChild are not for it',
    [{ error: 'simple_one_for_one' }, { error: 'simple_one_for_one' }],
    function* (tell) {
      const sup = yield* pool(nobody).start()
      tell(yield* restartChild(sup, 'Worker'))
      tell(yield* deleteChild(sup, 'Worker'))
    },
  )

  law(
    'getChildspec finds the template by its id, by a child, and by the dead; countChildren counts one',
    [
      'Worker',
      'Worker',
      { error: 'not_found' },
      'Worker',
      { error: 'not_found' },
      { specs: 1, active: 1, supervisors: 0, workers: 1 },
    ],
    function* (tell) {
      const sup = yield* pool(nobody).start()
      const child = yield* add(sup, '1')
      const stranger = yield* spawn(idle)
      const dead = yield* spawn(function* () {})
      yield* endOf(dead)
      for (const which of ['Worker', child, stranger, dead, 'other']) {
        const found = yield* getChildspec(sup, which)
        tell('ok' in found ? found.ok.id : found)
      }
      tell(yield* countChildren(sup))
    },
  )
})

describe('the end of a simple_one_for_one supervisor', () => {
  const slowly = (ms: number): Partial<ChildSpec> => ({
    *start() {
      const Slow = genServer('Slow', {
        trapExit: true,
        init: () => 0,
        *terminate() {
          yield* sleep(ms)
        },
      })
      return (yield* Slow.launch([], { link: true })) as StartResult
    },
  })

  for (const [shutdown, after] of [
    ['brutal_kill', 0],
    [100, 100],
    [5000, 1000],
    ['infinity', 1000],
  ] as const) {
    timedLaw(
      `asks all children first and waits for them together: shutdown ${shutdown}`,
      ['shutdown', after, 0],
      function* (tell, machine) {
        yield* trapExit(true)
        const sup = yield* pool(nobody, { ...slowly(1000), shutdown }).startLink()
        for (let n = 0; n < 10; n++) yield* startChild(sup, [])
        yield* exit(sup, 'shutdown')
        tell(yield* exitOf(sup))
        tell(machine.now)
        tell(machine.world.processes('/Pool/*').length)
      },
    )
  }

  law(
    'is not disturbed by children that leave with other reasons',
    ['shutdown', 0],
    function* (tell, machine) {
      yield* trapExit(true)
      const sup = yield* pool(nobody, { restart: 'temporary' }).startLink()
      const children = [yield* add(sup, '1'), yield* add(sup, '2'), yield* add(sup, '3')]
      for (const child of children.slice(1)) {
        yield* spawn(function* () {
          yield* exit(child, 'odd')
        })
      }
      yield* exit(sup, 'shutdown')
      tell(yield* exitOf(sup))
      tell(machine.world.processes('/Pool/*').length)
    },
  )
})
