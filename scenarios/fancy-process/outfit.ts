/** What a fancy process wears: plain data. */
export type Outfit = readonly string[]

/** How everybody is dressed at the start. */
export const PLAIN: Outfit = ['shirt']

export function putOn(outfit: Outfit, piece: string): Outfit {
  return outfit.includes(piece) ? outfit : [...outfit, piece]
}
