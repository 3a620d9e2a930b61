import { describe, expect, test } from 'vitest'

import { format, globToRegExp, isGlob } from '../../src/base/index.ts'

const pid = { kind: 'pid', path: '/app/w1', life: 0 }

describe('a term in print', () => {
  test.each<readonly [term: unknown, text: string]>([
    ['noproc', 'noproc'],
    ['one_for_one', 'one_for_one'],
    ['/app/pool/w1', '/app/pool/w1'],
    ['két szó', "'két szó'"],
    ["it's\nso", "'it\\'s\\nso'"],
    ['', "''"],
    [42, '42'],
    [-0, '0'],
    [10n, '10n'],
    [null, 'null'],
    [undefined, 'undefined'],
    [true, 'true'],
    [Symbol('s'), 's'],
    [function f() {}, 'f()'],
    [() => 1, 'a function'],
    [{}, '{}'],
    [{ a: [1, 'b c'], d: { e: null } }, "{a: [1, 'b c'], d: {e: null}}"],
    [pid, '/app/w1'],
    [{ ...pid, life: 2 }, '/app/w1~2'],
    [{ kind: 'ref', owner: pid, n: 3 }, '#/app/w1.3'],
    [{ kind: 'name', name: 'ledger' }, 'ledger'],
    [new TypeError('no'), 'TypeError: no'],
  ])('%o is written %s', (term, text) => {
    expect(format(term)).toBe(text)
  })

  test('is cut where it becomes long, and where it becomes deep', () => {
    expect(format('x'.repeat(200))).toHaveLength(100)
    expect(format('x'.repeat(200), 10)).toBe('xxxxxxxxx…')
    let deep: unknown = 'bottom'
    for (let i = 0; i < 20; i++) deep = { d: deep }
    expect(format(deep)).toBe('{d: {d: {d: {d: {d: {d: {d: …}}}}}}}')
  })
})

describe('a glob', () => {
  const matches = (glob: string, path: string): boolean => globToRegExp(glob).test(path)

  test.each([
    ['/app', '/app', true],
    ['/app', '/app/w1', false],
    ['/app/*', '/app/w1', true],
    ['/app/*', '/app', false],
    ['/app/*', '/app/', false],
    ['/app/*', '/app/pool/w1', false],
    ['/app/w*', '/app/w1', true],
    ['/app/w*', '/app/w', true],
    ['/app/w*', '/app/v1', false],
    ['/*/w1', '/app/w1', true],
    ['/app/**', '/app', true],
    ['/app/**', '/app/pool/w1', true],
    ['/app/**', '/application/w1', false],
    ['/**/w1', '/w1', true],
    ['/**/w1', '/a/b/c/w1', true],
    ['/**/w1', '/a/w1/c', false],
    ['/app/echo#1', '/app/echo#1', true],
    ['/app/(x)+.w', '/app/(x)+.w', true],
    ['/app/a.c', '/app/abc', false],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected)
  })

  test('is known by its stars', () => {
    expect(isGlob('/app/*')).toBe(true)
    expect(isGlob('/app/w1')).toBe(false)
  })
})
