/** A table of keys and values, as plain data and two functions. */
export type Table = { readonly [key: string]: unknown }

export const EMPTY: Table = {}

export function put(table: Table, key: string, value: unknown): Table {
  return { ...table, [key]: value }
}

/** The value behind the key, undefined when there is none. */
export function get(table: Table, key: string): unknown {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
