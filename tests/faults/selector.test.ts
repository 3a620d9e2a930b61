import { expect, test } from 'vitest'

import { select, tagOf } from '../../src/faults/index.ts'
import { Machine, type World } from '../../src/machine/index.ts'
import { hotel } from './hotel.ts'

/** The hotel on the way, its desk having been killed once. */
function world(): World {
  const machine = new Machine()
  machine.start(hotel([]))
  machine.run(5)
  machine.kill(machine.world.processes('/Hotel/desk')[0]!)
  machine.run(6)
  return machine.world
}

test('a pattern selects the living who match all of it, in order of creation', () => {
  const paths = (pattern: Parameters<typeof select>[1]): readonly string[] =>
    select(world(), pattern).map(({ path }) => path)
  expect(paths('/Hotel/*')).toEqual(['/Hotel/bar', '/Hotel/desk'])
  expect(paths('/**')).toEqual(['/Hotel', '/Hotel/bar', '/guest', '/Hotel/desk'])
  expect(paths('/')).toEqual(['/'])
  expect(paths({ path: '/**', role: 'supervisor' })).toEqual(['/Hotel'])
  expect(paths({ path: '/**', role: 'worker', life: { kind: 'at_least', value: 1 } })).toEqual([
    '/Hotel/desk',
  ])
  expect(
    paths({ path: '/**', behaviour: 'gen_server', life: { kind: 'exactly', value: 0 } }),
  ).toEqual(['/Hotel/bar'])
  expect(paths({ path: '/**', behaviour: 'process' })).toEqual(['/guest'])
  expect(paths('/nobody')).toEqual([])
})

test('a message is known by its request, its kind, itself or its first element', () => {
  expect(tagOf({ kind: '$gen_call', from: null, call: 'reserve', args: [1] })).toBe('reserve')
  expect(tagOf({ kind: '$gen_cast', cast: ['put', 1], args: [] })).toBe('put')
  expect(tagOf({ kind: 'tick', n: 1 })).toBe('tick')
  expect(tagOf('tick')).toBe('tick')
  expect(tagOf(['add', 1, 2])).toBe('add')
  for (const message of [7, null, undefined, [], [1], {}, { kind: 3 }])
    expect(tagOf(message)).toBe('')
})
