/**
 * What a heap keeps: `rank` orders, `turn` breaks ties by age, and `slot` is the heap's own note of
 * where the entry sits (-1: not in a heap), so that an entry can be taken out from the middle.
 */
export interface Ranked {
  rank: number
  turn: number
  slot: number
}

/** A binary heap, lowest (rank, turn) first: a total order, so nothing depends on insertion luck. */
export class Heap<Entry extends Ranked> {
  readonly #entries: Entry[] = []

  get size(): number {
    return this.#entries.length
  }

  /** The lowest entry, or undefined when there is none. */
  get first(): Entry | undefined {
    return this.#entries[0]
  }

  /** All entries in heap order: not sorted, but the same for the same history. */
  get entries(): readonly Entry[] {
    return this.#entries
  }

  add(entry: Entry): void {
    this.#entries.push(entry)
    this.#rise(entry, this.#entries.length - 1)
  }

  remove(entry: Entry): void {
    const slot = entry.slot
    entry.slot = -1
    const last = this.#entries.pop()!
    if (last === entry) return
    if (before(last, entry)) this.#rise(last, slot)
    else this.#sink(last, slot)
  }

  #rise(entry: Entry, from: number): void {
    const entries = this.#entries
    let slot = from
    while (slot > 0) {
      const up = (slot - 1) >> 1
      const parent = entries[up]!
      if (!before(entry, parent)) break
      entries[slot] = parent
      parent.slot = slot
      slot = up
    }
    entries[slot] = entry
    entry.slot = slot
  }

  #sink(entry: Entry, from: number): void {
    const entries = this.#entries
    const size = entries.length
    let slot = from
    for (;;) {
      let down = 2 * slot + 1
      if (down >= size) break
      if (down + 1 < size && before(entries[down + 1]!, entries[down]!)) down++
      const child = entries[down]!
      if (!before(child, entry)) break
      entries[slot] = child
      child.slot = slot
      slot = down
    }
    entries[slot] = entry
    entry.slot = slot
  }
}

/** Whether the first of two comes before the other: by rank, and of equal rank the older one. */
export function before(a: Ranked, b: Ranked): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.turn < b.turn)
}
