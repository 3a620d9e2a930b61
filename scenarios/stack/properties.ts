import { points, type Property } from 'mayday/check'

/** What must hold of work that is shared by way of a stack. */
export const properties: readonly Property[] = [
  points('no item is taken twice', 'taken', () => {
    const taken = new Map<unknown, string>()
    return (item, { path }) => {
      const first = taken.get(item)
      taken.set(item, path)
      return first === undefined || `${path} took ${String(item)}, which ${first} has taken.`
    }
  }),
]
