/**
 * How we measure: everything that is compared runs in turns, several times, after a warm-up, and of
 * each the median counts. A noisy minute then hits all alike instead of one.
 */

/** Something that can be measured once: answers a figure (a rate, or bytes). */
export interface Subject {
  readonly name: string
  readonly measure: () => number
}

/** The median figure of each subject, in the order given. */
export function inTurns(subjects: readonly Subject[], repetitions: number): readonly number[] {
  const figures = subjects.map((): number[] => [])
  // The first round warms up: what the compiler does to a loop in it must not count.
  for (let round = 0; round <= repetitions; round++) {
    for (const [i, subject] of subjects.entries()) {
      const figure = subject.measure()
      if (round > 0) figures[i]!.push(figure)
    }
  }
  return figures.map(median)
}

/** How many per second: `work` answers how many it has done. */
export function perSecond(work: () => number): number {
  const started = process.hrtime.bigint()
  const done = work()
  return done / (Number(process.hrtime.bigint() - started) / 1e9)
}

/** Bytes of live heap that each of the `count` things takes which `make` makes and answers. */
export function bytesEach(count: number, make: () => unknown): number {
  collect()
  const before = process.memoryUsage().heapUsed
  held.add(make())
  collect()
  const bytes = (process.memoryUsage().heapUsed - before) / count
  held.clear()
  return bytes
}

/** Keeps what is weighed reachable up to the second weighing. */
const held = new Set<unknown>()

/**
 * Needs node --expose-gc. For weighing only: a collection at a moment when no machine is alive takes
 * the hidden classes with it, and all compiled code that rests on them.
 */
function collect(): void {
  globalThis.gc?.()
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
