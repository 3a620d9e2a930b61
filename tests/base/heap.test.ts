import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Heap, type Ranked } from '../../src/base/index.ts'

const entry = (rank: number, turn: number): Ranked => ({ rank, turn, slot: -1 })

const byRankAndAge = (a: Ranked, b: Ranked): number => a.rank - b.rank || a.turn - b.turn

function drain(heap: Heap<Ranked>): Ranked[] {
  const out: Ranked[] = []
  while (heap.first !== undefined) {
    out.push(heap.first)
    heap.remove(heap.first)
  }
  return out
}

describe('a heap', () => {
  test('gives its entries by rank, and of equal rank the oldest first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (ranks) => {
        const heap = new Heap<Ranked>()
        const entries = ranks.map(entry)
        for (const each of entries) heap.add(each)
        expect(drain(heap)).toEqual(entries.toSorted(byRankAndAge))
      }),
      { seed: 1 },
    )
  })

  test('stays in order when entries are taken out of the middle, and says so in their slots', () => {
    const action = fc.oneof(
      fc.record({ add: fc.integer({ min: 0, max: 99 }) }),
      fc.record({ remove: fc.nat() }),
    )
    fc.assert(
      fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
        const heap = new Heap<Ranked>()
        const model: Ranked[] = []
        actions.forEach((each, turn) => {
          if ('add' in each) {
            const added = entry(each.add, turn)
            model.push(added)
            heap.add(added)
          } else if (model.length > 0) {
            const [removed] = model.splice(each.remove % model.length, 1)
            heap.remove(removed!)
            expect(removed!.slot).toBe(-1)
          }
          model.sort(byRankAndAge)
          expect(heap.size).toBe(model.length)
          expect(heap.first).toBe(model[0])
          heap.entries.forEach((held, slot) => expect(held.slot).toBe(slot))
        })
        expect(drain(heap)).toEqual(model)
      }),
      { seed: 2 },
    )
  })
})
