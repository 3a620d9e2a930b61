/**
 * A first-in first-out queue of signals, each with its number, that also gives up an entry from the
 * middle, as selective receive needs. A ring buffer: nothing is allocated per entry.
 */
export class Queue {
  #items: unknown[] = [undefined, undefined, undefined, undefined]
  #ids: number[] = [0, 0, 0, 0]
  #head = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The item at `index`, 0 being the oldest. */
  at(index: number): unknown {
    return this.#items[(this.#head + index) & (this.#items.length - 1)]
  }

  /** The number that was pushed with the item at `index`. */
  idAt(index: number): number {
    return this.#ids[(this.#head + index) & (this.#items.length - 1)]!
  }

  push(item: unknown, id: number): void {
    if (this.#size === this.#items.length) this.#grow()
    const tail = (this.#head + this.#size) & (this.#items.length - 1)
    this.#items[tail] = item
    this.#ids[tail] = id
    this.#size++
  }

  /** Removes and returns the oldest item; the queue must not be empty. */
  shift(): unknown {
    const item = this.#items[this.#head]
    this.#items[this.#head] = undefined
    this.#head = (this.#head + 1) & (this.#items.length - 1)
    this.#size--
    return item
  }

  /** Removes the entry at `index` by moving the shorter side over it. */
  remove(index: number): void {
    if (index === 0) {
      this.shift()
      return
    }
    const mask = this.#items.length - 1
    if (index < this.#size >> 1) {
      for (let i = index; i > 0; i--) this.#move(this.#head + i - 1, this.#head + i, mask)
      this.shift()
      return
    }
    for (let i = index; i < this.#size - 1; i++) {
      this.#move(this.#head + i + 1, this.#head + i, mask)
    }
    this.#items[(this.#head + this.#size - 1) & mask] = undefined
    this.#size--
  }

  /** All items, oldest first. */
  toArray(): unknown[] {
    return Array.from({ length: this.#size }, (_, i) => this.at(i))
  }

  #move(from: number, to: number, mask: number): void {
    this.#items[to & mask] = this.#items[from & mask]
    this.#ids[to & mask] = this.#ids[from & mask]!
  }

  #grow(): void {
    const size = this.#items.length
    const items = new Array<unknown>(size * 2)
    const ids = new Array<number>(size * 2)
    for (let i = 0; i < size; i++) {
      items[i] = this.#items[(this.#head + i) & (size - 1)]
      ids[i] = this.#ids[(this.#head + i) & (size - 1)]!
    }
    for (let i = size; i < size * 2; i++) {
      items[i] = undefined
      ids[i] = 0
    }
    this.#items = items
    this.#ids = ids
    this.#head = 0
  }
}
