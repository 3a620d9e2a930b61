import { describe, expect, test } from 'vitest'

import { isNode, isOwn, placesOf, showPlace, userPlace } from '../../src/machine/place.ts'

const src = new URL('../../src/', import.meta.url).pathname

describe('the places of a stack', () => {
  test.each<readonly [engine: string, row: string, place: string]>([
    ['V8, a function', '    at transfer (/home/ada/bank.ts:12:34)', '/home/ada/bank.ts:12'],
    ['V8, no name', '    at /home/ada/bank.ts:12:34', '/home/ada/bank.ts:12'],
    ['V8, a URL', '    at file:///home/ada/bank.ts:12:34', '/home/ada/bank.ts:12'],
    ['V8, a method', '    at Bank.pay [as handler] (/b.ts:1:2)', '/b.ts:1'],
    ['V8, a class', '    at new Account (/b.ts:1:2)', '/b.ts:1'],
    ['V8, async', '    at async Promise.all (/b.ts:1:2)', '/b.ts:1'],
    [
      'V8, a path with blanks',
      '    at pay (/home/ada/my bank/b.ts:1:2)',
      '/home/ada/my bank/b.ts:1',
    ],
    ['V8, Windows', '    at pay (C:\\ada\\bank.ts:1:2)', 'C:\\ada\\bank.ts:1'],
    ['V8, a URL on Windows', '    at pay (file:///C:/ada/bank.ts:1:2)', 'C:/ada/bank.ts:1'],
    ['V8, node itself', '    at emit (node:events:513:28)', 'node:events:513'],
    ['Firefox and Safari', 'transfer@file:///home/ada/bank.ts:12:34', '/home/ada/bank.ts:12'],
    ['Firefox, no name', '@http://localhost/bank.ts:12:34', 'http://localhost/bank.ts:12'],
  ])('are read: %s', (_, row, place) => {
    expect(placesOf(`Error: no\n${row}\n`).map(showPlace)).toEqual([place])
  })

  test('leave out what has no line', () => {
    expect(placesOf('Error: at noon\n    at Array.map (<anonymous>)\n    at native\n')).toEqual([])
  })
})

describe('the user’s place', () => {
  const own = `    at send (${src}process/send.ts:11:3)`
  const node = '    at emit (node:events:513:28)'
  const pack = '    at v4 (/home/ada/node_modules/uuid/v4.js:3:4)'
  const user = '    at pay (/home/ada/bank.ts:12:34)'

  test('is the innermost that is neither ours, nor node’s, nor a package’s', () => {
    expect(userPlace([own, node, pack, user, own].join('\n'))).toEqual({
      file: '/home/ada/bank.ts',
      line: 12,
    })
  })

  test('is in a package when there is nothing else', () => {
    expect(userPlace([own, pack].join('\n'))?.line).toBe(3)
    expect(userPlace([own, node].join('\n'))).toBeNull()
  })

  test('is not ours', () => {
    expect(placesOf(own).map(isOwn)).toEqual([true])
    expect(placesOf([node, pack, user].join('\n')).map(isOwn)).toEqual([false, false, false])
    expect(placesOf([own, node].join('\n')).map(isNode)).toEqual([false, true])
    expect(placesOf(new Error().stack!).map(isOwn)[0]).toBe(false)
  })
})
