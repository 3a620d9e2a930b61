import { describe, expect, test } from 'vitest'

import { equal, fingerprint } from '../../src/base/index.ts'
import {
  crash,
  ErlangError,
  errorTerm,
  ExitError,
  formatReason,
  isCrash,
  isDown,
  isExit,
  isName,
  isOrderly,
  isPair,
  isPid,
  isRef,
  isTimeout,
  nameOf,
  OUTSIDE,
  reasonOf,
} from '../../src/record/index.ts'

describe('the reason of a process that lets something escape', () => {
  test.each<readonly [what: string, thrown: unknown, reason: unknown]>([
    ['an exit', new ExitError('normal'), 'normal'],
    ['an exit with a term', new ExitError({ shutdown: 'x' }), { shutdown: 'x' }],
    ['an error with a term', new ErlangError('badarg', 'link takes a pid'), { crash: 'badarg' }],
    [
      'an error of JavaScript',
      new TypeError('no'),
      { crash: { error: 'TypeError', message: 'no' } },
    ],
    ['a thrown term', 'ball', { crash: { nocatch: 'ball' } }],
    ['nothing', undefined, { crash: { nocatch: undefined } }],
  ])('is told by what escapes: %s', (_, thrown, reason) => {
    expect(reasonOf(thrown)).toEqual(reason)
  })

  test('shows where an error was thrown, which is no part of the value', () => {
    const reason = reasonOf(new Error('no'))
    expect(isCrash(reason) && reason.stack).toContain('reason.test.ts')
    const other = reasonOf(new Error('no'))
    expect(equal(reason, other)).toBe(true)
    expect(fingerprint(reason)).toBe(fingerprint(other))
    expect(Object.keys(reason as object)).toEqual(['crash'])
  })
})

describe('reasons', () => {
  test.each<readonly [reason: unknown, orderly: boolean]>([
    ['normal', true],
    ['shutdown', true],
    [{ shutdown: 'x' }, true],
    [{ shutdown: undefined }, true],
    [{ shutdown: 'x', more: 1 }, false],
    ['killed', false],
    ['noproc', false],
    [{ crash: 'badarg' }, false],
    [undefined, false],
    [null, false],
  ])('%o is orderly: %s', (reason, orderly) => {
    expect(isOrderly(reason)).toBe(orderly)
  })

  test('in print are short, a crash by its error', () => {
    expect(formatReason({ shutdown: 'x' })).toBe('{shutdown: x}')
    expect(formatReason(crash('badarg'))).toBe('crash: badarg')
    expect(new ExitError({ shutdown: 'x' }).message).toBe('exit: {shutdown: x}')
    expect(new ErlangError('badarg').message).toBe('badarg')
    expect(new ErlangError('badarg', 'because').message).toBe('badarg: because')
  })

  test('of errors are their own term, or what they say of themselves', () => {
    expect(errorTerm(new ErlangError({ nested: 1 }))).toEqual({ nested: 1 })
    expect(errorTerm(new RangeError('far'))).toEqual({ error: 'RangeError', message: 'far' })
  })

  test('are pairs when they have one key, and that one', () => {
    expect(isPair({ a: 1 }, 'a')).toBe(true)
    expect(isPair({ a: 1, b: 2 }, 'a')).toBe(false)
    expect(isPair('a', 'a')).toBe(false)
    expect(isPair(null, 'a')).toBe(false)
  })
})

describe('addresses and messages are known by their kind', () => {
  const things: readonly (readonly [kind: string, is: (thing: unknown) => boolean])[] = [
    ['pid', isPid],
    ['ref', isRef],
    ['name', isName],
    ['EXIT', isExit],
    ['DOWN', isDown],
    ['timeout', isTimeout],
  ]

  test.each(things)('%s', (kind, is) => {
    expect(is({ kind })).toBe(true)
    for (const other of [kind, null, undefined, 1, {}, [], { kind: 'other' }]) {
      expect(is(other)).toBe(false)
    }
  })

  test('a pid in print is its path, and from the second life on its life', () => {
    expect(nameOf({ ...OUTSIDE, path: '/app/w1' })).toBe('/app/w1')
    expect(nameOf({ ...OUTSIDE, path: '/app/w1', life: 2 })).toBe('/app/w1~2')
    expect(nameOf(OUTSIDE)).toBe('(outside)')
  })
})
