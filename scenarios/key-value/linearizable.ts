/** What a client did to one key, and when: numbers of steps, `until` infinite if it was never answered. */
export interface Operation {
  readonly kind: 'put' | 'get'
  /** What was put, or what the get was answered. */
  readonly value: unknown
  readonly from: number
  readonly until: number
}

/**
 * Whether the operations could have been done one after another, each at a moment between its
 * beginning and its end, on a key that has no value at first (Wing and Gong, 1993). What was never
 * answered may have been done or not.
 */
export function isLinearizable(history: readonly Operation[]): boolean {
  return canEnd(new Set(history), undefined)
}

/** Tries as the next one each operation that began before any other of them had ended. */
function canEnd(open: ReadonlySet<Operation>, value: unknown): boolean {
  const deadline = Math.min(...Array.from(open, ({ until }) => until))
  if (deadline === Infinity) return true
  for (const operation of open) {
    if (operation.from > deadline) continue
    const isPut = operation.kind === 'put'
    if (!isPut && operation.until !== Infinity && operation.value !== value) continue
    const rest = new Set(open)
    rest.delete(operation)
    if (canEnd(rest, isPut ? operation.value : value)) return true
  }
  return false
}
