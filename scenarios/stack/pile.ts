/** A stack as plain data and functions; the last item is its top. */
export type Pile = readonly unknown[]

/** What one may find on top: an item, or that there is none. */
export type Top = { readonly ok: unknown } | { readonly error: 'empty' }

export const EMPTY: Pile = []

export function push(pile: Pile, item: unknown): Pile {
  return [...pile, item]
}

export function top(pile: Pile): Top {
  return pile.length === 0 ? { error: 'empty' } : { ok: pile.at(-1) }
}

/** All but the top. */
export function below(pile: Pile): Pile {
  return pile.slice(0, -1)
}
