// What a supervisor takes for options and specifications, and what it says of all others.

import { describe, expect, test } from 'vitest'
import {
  checkChildspecs,
  child,
  genServer,
  getChildspec,
  named,
  start,
  startChild,
  supervisor,
  template,
  type ChildSpec,
} from 'mayday/otp'
import { law } from '../support/laws.ts'

const up: ChildSpec = { id: 'up', start: () => 'ignore' }

describe('wrong options fail the start, in the words of OTP', () => {
  const simple = { strategy: 'simple_one_for_one' }
  const wrong: readonly (readonly [given: object, error: unknown])[] = [
    [{ strategy: 'all_for_one' }, { supervisor_data: { invalid_strategy: 'all_for_one' } }],
    [{ strategy: null }, { supervisor_data: { invalid_strategy: null } }],
    [{ maxRestarts: -1 }, { supervisor_data: { invalid_intensity: -1 } }],
    [{ maxRestarts: 'many' }, { supervisor_data: { invalid_intensity: 'many' } }],
    [{ maxSeconds: 0 }, { supervisor_data: { invalid_period: 0 } }],
    [{ maxSeconds: 0.5 }, { supervisor_data: { invalid_period: 0.5 } }],
    [{ autoShutdown: 'often' }, { supervisor_data: { invalid_auto_shutdown: 'often' } }],
    [
      { ...simple, autoShutdown: 'any_significant', children: [up] },
      {
        supervisor_data: { bad_combination: [{ auto_shutdown: 'any_significant' }, simple] },
      },
    ],
    [simple, { bad_start_spec: [] }],
    [{ ...simple, children: [null, 1] }, { bad_start_spec: [null, 1] }],
    [{ ...simple, children: 17 }, { bad_start_spec: 17 }],
    [{ ...simple, children: [17] }, { start_spec: { invalid_child_spec: 17 } }],
    [{ children: 17 }, { start_spec: { badarg: 17 } }],
    [{ children: null }, { start_spec: { badarg: null } }],
    [{ children: [up, up] }, { start_spec: { duplicate_child_name: 'up' } }],
    [{ children: [{ ...up, type: 'boss' }] }, { start_spec: { invalid_child_type: 'boss' } }],
  ]
  for (const [given, error] of wrong) {
    law(JSON.stringify(given), [{ error }], function* (tell) {
      tell(yield* start(supervisor('Sup', given)))
    })
  }

  law('what else is in the options does not matter', [true], function* (tell) {
    const result = yield* start(supervisor('Sup', { colour: 'red', children: [up] } as object))
    tell(typeof result === 'object' && 'ok' in result)
  })
})

describe('wrong specifications are refused, in the words of OTP', () => {
  const significant = { ...up, significant: true }
  const wrong: readonly (readonly [given: unknown, error: unknown, autoShutdown?: string])[] = [
    [null, { invalid_child_spec: null }],
    ['worker', { invalid_child_spec: 'worker' }],
    [[], { invalid_child_spec: [] }],
    [{ start: up.start }, 'missing_id'],
    [{ id: 'a' }, 'missing_start'],
    [{ ...up, id: 5 }, { invalid_id: 5 }],
    [{ ...up, start: 'go' }, { invalid_mfa: 'go' }],
    [{ ...up, restart: null }, { invalid_restart_type: null }],
    [{ ...up, type: 'manager' }, { invalid_child_type: 'manager' }],
    [{ ...up, shutdown: -1 }, { invalid_shutdown: -1 }],
    [{ ...up, shutdown: 'gently' }, { invalid_shutdown: 'gently' }],
    [{ ...up, significant: 'very' }, { invalid_significant: 'very' }],
    [significant, { bad_combination: [{ restart: 'permanent' }, { significant: true }] }],
    [
      significant,
      { bad_combination: [{ auto_shutdown: 'never' }, { significant: true }] },
      'never',
    ],
    [up, { badarg: 'sometimes' }, 'sometimes'],
  ]
  test.each(wrong)('%j', (given, error, autoShutdown) => {
    expect(checkChildspecs([given as ChildSpec], autoShutdown as never)).toEqual({ error })
  })

  law(
    'by start_child too, and the supervisor lives',
    wrong.slice(0, 12).map(([, error]) => ({ error })),
    function* (tell) {
      const sup = yield* supervisor('Sup', {}).start()
      for (const [given] of wrong.slice(0, 12)) tell(yield* startChild(sup, given as ChildSpec))
    },
  )

  test('ids are unique, and a list is a list', () => {
    expect(checkChildspecs([up, up])).toEqual({ error: { duplicate_child_name: 'up' } })
    expect(checkChildspecs(up as never)).toEqual({ error: { badarg: up } })
  })

  test('what is right is taken, whatever else there is', () => {
    expect(checkChildspecs([])).toBe('ok')
    expect(checkChildspecs([up, { ...up, id: 'b', shutdown: 0, colour: 'red' } as ChildSpec])).toBe(
      'ok',
    )
    const transient: ChildSpec = { ...significant, restart: 'transient' }
    expect(checkChildspecs([transient])).toBe('ok')
    expect(checkChildspecs([transient], 'all_significant')).toBe('ok')
  })
})

describe('defaults', () => {
  const Server = genServer('Server', { init: (n: number) => n })
  const Sup = supervisor('Inner', { children: [] })

  law(
    'are those of OTP: permanent, not significant, a worker with five seconds, a supervisor with all time',
    [
      { id: 'up', restart: 'permanent', significant: false, type: 'worker', shutdown: 5000 },
      {
        id: 'Inner',
        restart: 'permanent',
        significant: false,
        type: 'supervisor',
        shutdown: 'infinity',
      },
    ],
    function* (tell) {
      const sup = yield* supervisor('Sup', { children: [up, child(Sup)] }).start()
      for (const id of ['up', 'Inner']) {
        const found = yield* getChildspec(sup, id)
        if ('error' in found) return
        const { start: _start, ...others } = found.ok
        tell(others)
      }
    },
  )

  test('a child is called by its id, or its name, or its definition', () => {
    expect(child(Server, { args: [1] }).id).toBe('Server')
    expect(child(Server, { args: [1], name: 'n' }).id).toBe('n')
    expect(child(Server, { args: [1], name: named(Server, 'n') }).id).toBe('n')
    expect(child(Server, { args: [1], name: 'n', id: 'i' }).id).toBe('i')
    expect(template(Server).id).toBe('Server')
  })

  test('what is said beside has its place in the specification', () => {
    const { start: _start, ...said } = child(Server, {
      args: [1],
      restart: 'transient',
      shutdown: 7,
    })
    expect(said).toEqual({ id: 'Server', type: 'worker', restart: 'transient', shutdown: 7 })
  })
})
