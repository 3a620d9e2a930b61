import { expect, test } from 'vitest'
import { child, genServer, reply, call, named, supervisor } from 'mayday/otp'
import { get, put, receive, self, send, spawnOpt, type Body } from 'mayday/process'
import { Machine } from '../../src/machine/index.ts'

const Curious = genServer('Curious', {
  init: () => null,
  handleCall: {
    *dictionary(state, key: string) {
      return reply(yield* get(key), state)
    },
  },
})
const curious = named(Curious, 'curious')
const Inner = supervisor('Inner', { children: [child(Curious, { name: curious })] })
const Outer = supervisor('Outer', { children: [child(Inner, { name: 'inner' })] })

function ask(body: () => Body<unknown>): unknown {
  const answers: unknown[] = []
  const machine = new Machine()
  machine.start(function* root(): Body {
    answers.push(yield* body())
  })
  expect(machine.run()).toEqual({ kind: 'idle' })
  return answers[0]
}

test('a process of a behaviour knows its ancestors, by name where they have one', () => {
  const ancestors = ask(function* () {
    yield* Outer.start()
    return yield* call(curious, 'dictionary', '$ancestors')
  })
  expect(ancestors).toMatchObject([
    { kind: 'name', name: 'inner' },
    { path: '/Outer' },
    { path: '/' },
  ])
})

test('it knows its initial call, and an unknown key is undefined', () => {
  const initial = ask(function* () {
    yield* Outer.start()
    return [
      yield* call(curious, 'dictionary', '$initial_call'),
      yield* call(curious, 'dictionary', '$callers'),
    ]
  })
  expect(initial).toEqual(['Curious', undefined])
})

test('callers are handed on from process to process, and may be overwritten', () => {
  function* second(to: never): Body {
    yield* send(to, yield* get('$callers'))
    yield* put('$callers', ['mine'])
    yield* send(to, yield* get('$callers'))
  }
  function* first(to: never): Body {
    yield* spawnOpt(second, [to], { callers: true })
  }
  const callers = ask(function* () {
    const me = yield* self()
    yield* spawnOpt(first, [me as never], { callers: true })
    return [yield* receive(), yield* receive()]
  })
  expect(callers).toMatchObject([[{ path: '/first#1' }, { path: '/' }], ['mine']])
})
