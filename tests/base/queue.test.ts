import fc from 'fast-check'
import { expect, test } from 'vitest'

import { Queue } from '../../src/base/index.ts'

const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ push: fc.integer() }) },
  { weight: 1, arbitrary: fc.record({ shift: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ remove: fc.nat() }) },
)

test('a queue does what an array does, numbers and all', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 300 }), (actions) => {
      const queue = new Queue()
      const model: { readonly item: number; readonly id: number }[] = []
      actions.forEach((each, id) => {
        if ('push' in each) {
          queue.push(each.push, id)
          model.push({ item: each.push, id })
        } else if (model.length === 0) {
          expect(queue.size).toBe(0)
        } else if ('shift' in each) {
          expect(queue.shift()).toBe(model.shift()!.item)
        } else {
          const index = each.remove % model.length
          queue.remove(index)
          model.splice(index, 1)
        }
        expect(queue.size).toBe(model.length)
        expect(queue.toArray()).toEqual(model.map(({ item }) => item))
        model.forEach(({ item, id: number }, index) => {
          expect(queue.at(index)).toBe(item)
          expect(queue.idAt(index)).toBe(number)
        })
      })
    }),
    { seed: 1, numRuns: 200 },
  )
})
