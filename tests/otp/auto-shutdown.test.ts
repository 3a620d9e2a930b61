// Significant children: whose end ends their supervisor (supervisor: "Automatic Shutdown").

import { describe } from 'vitest'
import {
  child,
  start,
  startChild,
  supervisor,
  terminateChild,
  whichChildren,
  type AutoShutdown,
  type Restart,
} from 'mayday/otp'
import { isAlive, sleep, trapExit, type AnyPid, type Body, type Reason } from 'mayday/process'
import { exitOf, law, until } from '../support/laws.ts'
import { list, standing, Troupe } from './troupe.ts'

/** Waits until the supervisor has dealt with a child's end. */
function* noticed(sup: AnyPid, old: AnyPid): Body {
  while ((yield* whichChildren(sup)).some(({ pid }) => pid === old)) yield* sleep(1)
}

const significant = { restart: 'transient', significant: true } as const

describe('any_significant', () => {
  const cases: readonly (readonly [restart: Restart, reason: Reason, ends: boolean])[] = [
    ['transient', 'normal', true],
    ['transient', 'shutdown', true],
    ['transient', { shutdown: 'x' }, true],
    ['transient', 'odd', false],
    ['transient', 'kill', false],
    ['temporary', 'normal', true],
    ['temporary', 'odd', true],
    ['temporary', 'kill', true],
  ]
  for (const [restart, reason, ends] of cases) {
    const word = ends ? 'ends' : 'does not end'
    law(
      `the end of a ${restart} significant child with ${JSON.stringify(reason)} ${word} the supervisor`,
      [ends ? 'shutdown' : 'lives'],
      function* (tell, machine) {
        yield* trapExit(true)
        const troupe = new Troupe(() => undefined, machine)
        const children = [
          troupe.worker('x'),
          troupe.worker('s', { restart, significant: true }),
          troupe.worker('other', { ...significant }),
        ]
        const options = { autoShutdown: 'any_significant', children } as const
        const sup = yield* supervisor('Sup', options).startLink()
        const old = yield* troupe.end('s', reason)
        if (ends) tell(yield* exitOf(sup))
        else {
          yield* noticed(sup, old)
          tell((yield* isAlive(sup)) ? 'lives' : 'ended')
        }
      },
    )
  }

  law(
    'the others are ended in reverse order',
    [...list('+a, +s, +b, -s normal, -b shutdown, -a shutdown'), 'shutdown'],
    function* (tell, machine) {
      yield* trapExit(true)
      const troupe = new Troupe(tell, machine)
      const children = [troupe.worker('a'), troupe.worker('s', significant), troupe.worker('b')]
      const sup = yield* supervisor('Sup', {
        autoShutdown: 'any_significant',
        children,
      }).startLink()
      yield* troupe.end('s', 'normal')
      tell(yield* exitOf(sup))
    },
  )
})

describe('all_significant', () => {
  law(
    'the last significant child to end ends the supervisor, in whatever order',
    [['s2 up', 's1 undefined', 'x up'], 'shutdown'],
    function* (tell, machine) {
      yield* trapExit(true)
      const troupe = new Troupe(() => undefined, machine)
      const children = [
        troupe.worker('x'),
        troupe.worker('s1', significant),
        troupe.worker('s2', { restart: 'temporary', significant: true }),
      ]
      const sup = yield* supervisor('Sup', {
        autoShutdown: 'all_significant',
        children,
      }).startLink()
      yield* noticed(sup, yield* troupe.end('s1', 'normal'))
      tell(yield* standing(sup))
      yield* troupe.end('s2', 'odd')
      tell(yield* exitOf(sup))
    },
  )

  law(
    'a child that is being restarted is not over',
    ['lives', 'shutdown'],
    function* (tell, machine) {
      yield* trapExit(true)
      const troupe = new Troupe(() => undefined, machine)
      const children = [troupe.worker('s1', significant), troupe.worker('s2', significant)]
      const sup = yield* supervisor('Sup', {
        autoShutdown: 'all_significant',
        children,
      }).startLink()
      yield* noticed(sup, yield* troupe.end('s1', 'normal'))
      yield* troupe.replace('s2', 'odd')
      tell((yield* isAlive(sup)) ? 'lives' : 'ended')
      yield* troupe.end('s2', 'normal')
      tell(yield* exitOf(sup))
    },
  )
})

describe('does not end the supervisor', () => {
  for (const autoShutdown of ['never', 'any_significant', 'all_significant'] as const) {
    law(
      `${autoShutdown}: the end of a child that is not significant`,
      [true],
      function* (tell, machine) {
        const troupe = new Troupe(() => undefined, machine)
        const children = [
          troupe.worker('a', { restart: 'temporary' }),
          troupe.worker('b', { restart: 'transient' }),
        ]
        const sup = yield* supervisor('Sup', { autoShutdown, children }).start()
        for (const id of ['a', 'b']) yield* noticed(sup, yield* troupe.end(id, 'normal'))
        tell(yield* isAlive(sup))
      },
    )
  }

  for (const autoShutdown of ['any_significant', 'all_significant'] as const) {
    law(
      `${autoShutdown}: the end of a significant child by request`,
      ['ok', true],
      function* (tell, machine) {
        const troupe = new Troupe(() => undefined, machine)
        const sup = yield* supervisor('Sup', {
          autoShutdown,
          children: [troupe.worker('s', significant)],
        }).start()
        tell(yield* terminateChild(sup, 's'))
        tell(yield* isAlive(sup))
      },
    )

    law(
      `${autoShutdown}: the end of a significant child that a sibling's restart brings about`,
      [true, 2],
      function* (tell, machine) {
        const troupe = new Troupe(() => undefined, machine)
        const children = [
          troupe.worker('a'),
          troupe.worker('s', { restart: 'temporary', significant: true }),
        ]
        const options = { strategy: 'one_for_all', autoShutdown, children } as const
        const sup = yield* supervisor('Sup', options).start()
        yield* troupe.replace('a', 'odd')
        yield* whichChildren(sup)
        tell(yield* isAlive(sup))
        tell(troupe.starts('a'))
      },
    )
  }
})

describe('where significant children are not allowed', () => {
  law(
    'start_child refuses one where auto_shutdown is never',
    [{ error: { bad_combination: [{ auto_shutdown: 'never' }, { significant: true }] } }],
    function* (tell, machine) {
      const troupe = new Troupe(() => undefined, machine)
      tell(yield* startChild(yield* supervisor('Sup', {}).start(), troupe.worker('s', significant)))
    },
  )

  for (const autoShutdown of ['any_significant', 'all_significant'] satisfies AutoShutdown[]) {
    law(
      `${autoShutdown} with simple_one_for_one is refused, but not under compat 25, where it works`,
      [false, true, 'shutdown'],
      function* (tell, machine) {
        yield* trapExit(true)
        const troupe = new Troupe(() => undefined, machine)
        const children = [troupe.worker('s', significant)]
        const Sup = supervisor('Sup', { strategy: 'simple_one_for_one', autoShutdown, children })
        tell('ok' in ((yield* start(Sup)) as object))
        const result = yield* Sup.launch([], { link: true, compat: 25 })
        tell('ok' in (result as object))
        const { ok: sup } = result as { readonly ok: AnyPid }
        yield* startChild(sup, [])
        yield* until(() => troupe.starts('s') === 1)
        yield* troupe.end('s', 'normal')
        tell(yield* exitOf(sup))
      },
    )
  }
})

law(
  'a significant supervisor that ends so ends the one above too',
  ['shutdown'],
  function* (tell, machine) {
    yield* trapExit(true)
    const troupe = new Troupe(() => undefined, machine)
    const Inner = supervisor('Inner', {
      autoShutdown: 'any_significant',
      children: [troupe.worker('s', significant)],
    })
    const children = [child(Inner, { restart: 'transient', significant: true })]
    const sup = yield* supervisor('Sup', { autoShutdown: 'any_significant', children }).startLink()
    yield* troupe.end('s', 'normal')
    tell(yield* exitOf(sup))
  },
)
