/**
 * The candidate that `word` was most likely meant to be, or undefined when none is near. Swapped
 * neighbours count as one slip; of equally near candidates the first wins, so the answer depends on
 * the order of `candidates` only.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const given = plain(word)
  // A third of the letters may be wrong: beyond that the advice is more confusing than none.
  let limit = Math.max(1, Math.floor(given.length / 3)) + 1
  let best: string | undefined
  for (const candidate of candidates) {
    if (candidate === word) continue
    const distance = editDistance(given, plain(candidate))
    if (distance < limit && distance < Math.max(given.length, candidate.length)) {
      limit = distance
      best = candidate
    }
  }
  return best
}

/** Case and the kind of dash are no reason to look further: `quietAfter` is meant as `quiet_after`. */
function plain(word: string): string {
  return word.slice(0, 64).toLowerCase().replaceAll(/[-_ ]/g, '')
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from `a` to `b`. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const next = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(
        last[column]! + 1,
        next[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
      )
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1)
      next.push(cost)
    }
    beforeLast = last
    last = next
  }
  return last[b.length]!
}
