import type { Property } from 'mayday/check'

/** What must hold of work that is shared by way of a stack. */
export const properties: readonly Property[] = [
  {
    name: 'no item is taken twice',
    kind: 'always',
    start() {
      const taken = new Map<unknown, string>()
      return {
        sees: ['note user'],
        event(event) {
          if (event.kind !== 'note' || event.note.kind !== 'user') return undefined
          if (event.note.label !== 'taken') return undefined
          const { data: item } = event.note
          const { path } = event.pid
          const first = taken.get(item)
          taken.set(item, path)
          if (first === undefined) return undefined
          return {
            subject: path,
            message: `${path} took ${String(item)}, which ${first} has taken.`,
          }
        },
        judged: () => taken.size,
      }
    },
  },
]
