import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  copy,
  describeKind,
  fingerprint,
  inspect,
  isPromise,
  NotPlain,
  seal,
  sealState,
} from '../../src/base/index.ts'

class Account {
  readonly balance = 1
}

/** What the walk says against a value, or undefined when it has nothing to say. */
function complaint(value: unknown, walk: (value: unknown) => number = seal): string | undefined {
  try {
    walk(value)
    return undefined
  } catch (error) {
    if (error instanceof NotPlain) return `${error.what} at ${error.path}`
    throw error
  }
}

function isDeepFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.isFrozen(value) && Object.values(value).every(isDeepFrozen)
}

const nested = (depth: number): unknown => (depth === 0 ? 'bottom' : { down: nested(depth - 1) })

function cyclic(): { readonly list: unknown[] } {
  const value = { list: [1, {}] as unknown[] }
  value.list[1] = { back: value }
  return value
}

describe('sealing', () => {
  test('freezes plain data all the way down', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        seal(value)
        expect(isDeepFrozen(value)).toBe(true)
      }),
      { seed: 1 },
    )
  })

  test('freezes what lies below an object that its owner froze himself', () => {
    const value = Object.freeze({ inner: { list: [1] } })
    seal(value)
    expect(isDeepFrozen(value)).toBe(true)
  })

  test('does not touch pids, references and functions', () => {
    const pid = { kind: 'pid', hash: 5, more: {} }
    const work = Object.assign(() => 1, { more: {} })
    seal([pid, work])
    expect(Object.isFrozen(pid)).toBe(false)
    expect(Object.isFrozen(work)).toBe(false)
  })

  test.each<readonly [value: unknown, complaint: string]>([
    [Promise.resolve(), 'a Promise at '],
    [{ a: [1, { b: new Map() }] }, 'a Map at .a[1].b'],
    [[new Set()], 'a Set at [0]'],
    [{ when: new Date(0) }, 'a Date at .when'],
    [{ from: new Account() }, 'an instance of Account at .from'],
    [{ why: new Error('no') }, 'an Error at .why'],
    [new Uint8Array(1), 'an instance of Uint8Array at '],
    [Object.freeze({ table: new Map() }), 'a Map at .table'],
    [cyclic(), 'a cycle at .list[1].back'],
  ])('refuses %o: %s', (value, expected) => {
    expect(complaint(value, inspect)).toBe(expected)
    expect(complaint(value)).toBe(expected)
    expect(complaint(value)).toBe(expected)
  })

  test('refuses what is nested deeper than anybody means it', () => {
    expect(complaint(nested(200))).toBeUndefined()
    expect(complaint(nested(202))).toMatch(
      /^a value nested deeper than 200 levels at (\.down){201}$/,
    )
  })

  test('takes what occurs twice without a cycle', () => {
    const shared = { n: 1 }
    expect(complaint({ a: shared, b: [shared, shared] })).toBeUndefined()
    expect(complaint({ a: shared, b: [shared, shared] }, inspect)).toBeUndefined()
  })

  test('of state lets pass what is not plain, and freezes around it', () => {
    const state = { table: new Map([[1, {}]]), list: [{}] }
    sealState(state)
    expect(Object.isFrozen(state.table)).toBe(false)
    expect(isDeepFrozen(state.list)).toBe(true)
  })

  test('of cyclic state comes to an end', () => {
    expect(sealState(cyclic())).toBe(fingerprint(cyclic()))
  })
})

describe('inspecting', () => {
  test('leaves the value as it is, and gives the same fingerprint', () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => typeof value === 'object' && value !== null),
        (value) => {
          const hash = inspect(value)
          expect(Object.isFrozen(value)).toBe(false)
          expect(hash).toBe(seal(value))
        },
      ),
      { seed: 1 },
    )
  })
})

describe('a fingerprint', () => {
  test('is the same for ever', () => {
    const value = { a: [1, 'x', null, true, undefined, 1.5, 10n], b: { c: -1 } }
    expect(fingerprint(value)).toBe(1817518207)
  })

  test('does not depend on the order of keys', () => {
    expect(fingerprint({ a: 1, b: { c: 2, d: 3 } })).toBe(fingerprint({ b: { d: 3, c: 2 }, a: 1 }))
  })

  test('depends on everything else', () => {
    const values = [
      1, 2, '1', '2', true, false, null, undefined, 1n, [], {}, [1], [2], [1, 2], [2, 1], [[1], 2],
      { a: 1 }, { a: 2 }, { b: 1 }, { a: { a: 1 } }, { a: 1, b: 2 }, { a: 2, b: 1 }, Symbol('s'),
      function f() {}, function g() {},
    ] // prettier-ignore
    expect(new Set(values.map(fingerprint)).size).toBe(values.length)
  })

  test('is the same before and after freezing, for small values and for large', () => {
    // The fingerprint stops after 256 nodes: the padding moves that point over every kind of node.
    for (const size of [0, 10, 300]) {
      for (let padding = 0; padding < 8; padding++) {
        const make = (): unknown => ({
          padding: Array.from({ length: padding }, (_, n) => n),
          list: Array.from({ length: size }, (_, n) => ({ n, half: [n / 2] })),
          last: { deep: nested(20) },
        })
        const first = seal(make())
        const value = make()
        const walks = [fingerprint, inspect, seal, seal, sealState]
        expect(walks.map((walk) => walk(value))).toEqual(walks.map(() => first))
      }
    }
  })

  test('of a pid is its own hash, and of a function its name', () => {
    expect(fingerprint({ kind: 'pid', hash: 77, path: '/a' })).toBe(77)
    expect(fingerprint(function work() {})).toBe(fingerprint({ work: () => 1 }.work))
  })
})

describe('copying', () => {
  test('gives equal data that shares nothing', () => {
    const value = { list: [{ n: 1 }], text: 'x' }
    const made = copy(value)
    made.list[0]!.n = 2
    expect(value).toEqual({ list: [{ n: 1 }], text: 'x' })
    expect(made).toEqual({ list: [{ n: 2 }], text: 'x' })
  })

  test('keeps pids, references, functions and what is not plain as they are', () => {
    const things = [{ kind: 'pid', hash: 1 }, { kind: 'ref', hash: 2 }, () => 1, new Map()]
    copy(things).forEach((thing, i) => expect(thing).toBe(things[i]))
  })

  test('is not confused by a key of the name __proto__', () => {
    const value = JSON.parse('{"__proto__": {"admin": true}, "a": 1}') as object
    expect(JSON.stringify(copy(value))).toBe(JSON.stringify(value))
  })
})

test('kinds of things are called by name', () => {
  const things = [Promise.resolve(), new Map(), new Error('x'), new Account(), /x/]
  expect(things.map(describeKind)).toEqual([
    'a Promise',
    'a Map',
    'an Error',
    'an instance of Account',
    'a RegExp',
  ])
})

test('a promise is whatever one would await', () => {
  expect(isPromise(Promise.resolve())).toBe(true)
  // oxlint-disable-next-line unicorn/no-thenable
  expect(isPromise({ then() {} })).toBe(true)
  // oxlint-disable-next-line unicorn/no-thenable
  expect(isPromise({ then: 1 })).toBe(false)
  expect(isPromise(null)).toBe(false)
})
