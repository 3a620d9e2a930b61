// Servers under names: registered ones, and those of a registry of one's own.

import { describe, expect, test } from 'vitest'
import {
  call,
  genServer,
  named,
  reply,
  start,
  startLink,
  stop,
  stopServer,
  via,
  whereIs,
  type StartName,
  type StartOptions,
  type ViaModule,
} from 'mayday/otp'
import {
  name,
  raise,
  register,
  self,
  spawn,
  trapExit,
  unregister,
  whereis,
  type AnyPid,
  type Body,
} from 'mayday/process'
import { law, outcomeOf } from '../support/laws.ts'
import { idle, nameOf, nobody, play, schedules } from '../support/play.ts'
import { obedient, reading } from './obedient.ts'

/** A registry as a process: who has which name. */
const Registry = genServer('Registry', {
  init: (): Readonly<Record<string, AnyPid>> => ({}),
  handleCall: {
    take: (names, key: string, pid: AnyPid) =>
      key in names ? reply(false, names) : reply(true, { ...names, [key]: pid }),
    drop: (names, key: string) => {
      const { [key]: _dropped, ...others } = names
      return reply('ok', others)
    },
    find: (names, key: string) => reply(names[key], names),
  },
})
const registry = named(Registry, 'registry')
const registryModule: ViaModule = {
  registerName: (key, pid) => call(registry, 'take', key as string, pid),
  unregisterName: (key) => call(registry, 'drop', key as string),
  whereisName: (key) => call(registry, 'find', key as string),
}

const kinds: readonly (readonly [kind: string, under: StartName])[] = [
  ['a text', 'it'],
  ['a name', name('it')],
  ['a registry', via(registryModule, 'it')],
]

interface Up {
  readonly ok: AnyPid
}

describe.each(kinds)('under %s', (_kind, under) => {
  const address = (typeof under === 'string' ? name(under) : under) as never

  law('a server is reached by that name, and by its pid', [0, 0, true, true], function* (tell) {
    yield* start(Registry, [], { name: registry })
    const { ok: pid } = (yield* start(obedient(nobody), [], { name: under })) as Up
    tell(yield* reading(address))
    tell(yield* reading(pid))
    tell((yield* whereIs(under)) === pid)
    tell((yield* whereIs(pid)) === pid)
  })

  law('the name is there before init runs', [true], function* (tell) {
    yield* start(Registry, [], { name: registry })
    const Looking = genServer('Looking', {
      *init() {
        tell((yield* whereIs(under)) === (yield* self<never>()))
        return 0
      },
    })
    yield* start(Looking, [], { name: under })
  })

  law(
    'a second start answers who has the name, and makes no process',
    [{ error: { already_started: '/it' } }, 2],
    function* (tell, machine) {
      yield* start(Registry, [], { name: registry })
      yield* start(obedient(nobody), [], { name: under })
      const again = yield* start(
        obedient(() => tell('never')),
        [() => tell('never') as never],
        { name: under },
      )
      const { already_started: owner } = (
        again as { readonly error: { readonly already_started: AnyPid } }
      ).error
      tell({ error: { already_started: owner.path } })
      tell(machine.world.processes('/*').length)
    },
  )

  law(
    'a server that fails to start gives the name back before it ends, so the next may have it at once',
    [undefined, true],
    function* (tell) {
      yield* trapExit(true)
      yield* start(Registry, [], { name: registry })
      const options: StartOptions = { name: under, compat: 25 }
      // Under compat 25 the start comes back before the process is gone.
      yield* startLink(obedient(nobody), [() => stop('no')], options)
      tell(yield* whereIs(under))
      tell('ok' in ((yield* startLink(obedient(nobody), [], options)) as object))
    },
  )

  test('of two who start at once one has the name, and the other is told so', () => {
    const results = new Set<string>()
    for (const schedule of schedules(40)) {
      const { told, stop } = play(function* (tell) {
        yield* start(Registry, [], { name: registry })
        for (const n of [1, 2]) {
          yield* spawn(function* () {
            const result = yield* start(obedient(nobody), [], { name: under, label: `s${n}` })
            if (result !== 'ignore' && 'ok' in result) tell(`up s${n}`)
            else tell(`told ${ownerOf(result)}`)
          })
        }
      }, schedule)
      expect(stop, nameOf(schedule)).toEqual({ kind: 'idle' })
      const winner = told.find((each) => String(each).startsWith('up '))
      const n = String(winner).at(-1)
      const both = new Set([winner, `told /process#${n}/s${n}`])
      expect(new Set(told), nameOf(schedule)).toEqual(both)
      results.add(String(winner))
    }
    expect(results).toEqual(new Set(['up s1', 'up s2']))
  })
})

function ownerOf(result: unknown): string {
  const { error } = result as { readonly error: { readonly already_started: AnyPid } }
  return error.already_started.path
}

describe('registered names', () => {
  law('are free when the server is gone', [undefined, 0], function* (tell) {
    yield* start(obedient(nobody), [], { name: 'it' })
    yield* stopServer(name('it'))
    tell(yield* whereis('it'))
    yield* start(obedient(nobody), [], { name: 'it' })
    tell(yield* reading(name('it') as never))
  })

  law('of any process stand in the way of a start', ['/somebody#1'], function* (tell) {
    const pid = yield* spawn(function* somebody() {
      yield* idle()
    })
    yield* register('it', pid)
    tell(ownerOf(yield* startLink(obedient(nobody), [], { name: 'it' })))
  })

  law(
    'are the last part of the path, unless a label is given',
    ['/it', '/label', '/Obedient'],
    function* (tell) {
      tell(((yield* start(obedient(nobody), [], { name: 'it' })) as Up).ok.path)
      tell(((yield* start(obedient(nobody), [], { name: 'other', label: 'label' })) as Up).ok.path)
      tell(((yield* start(obedient(nobody))) as Up).ok.path)
    },
  )

  law(
    'that init has given away are nobody’s business when init fails',
    [{ error: { crash: 'oops' } }, '/heir#1'],
    function* (tell) {
      const heir = yield* spawn(function* heir() {
        yield* idle()
      })
      const Generous = genServer('Generous', {
        *init(): Body<number> {
          yield* unregister('it')
          raise('oops')
        },
      })
      tell(yield* start(Generous, [], { name: 'it' }))
      yield* register('it', heir)
      tell((yield* whereis('it'))?.path)
    },
  )

  law(
    'must be names: what is none is refused, and so is the atom undefined',
    [{ exit: { crash: 'function_clause' } }, { error: { already_started: undefined } }],
    function* (tell) {
      tell(yield* outcomeOf(startLink(obedient(nobody), [], { name: 17 as never })))
      tell(yield* start(obedient(nobody), [], { name: 'undefined' }))
    },
  )
})
