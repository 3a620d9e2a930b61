import type { Property } from 'mayday/check'

/** What must hold of a stage on which characters come and go. */
export const properties: readonly Property[] = [
  {
    name: 'who was removed never comes back',
    kind: 'always',
    start() {
      const removed = new Set<unknown>()
      let judged = 0
      return {
        sees: ['note user', 'spawn'],
        event(event) {
          if (event.kind === 'note' && event.note.kind === 'user') {
            const { label, data: name } = event.note
            if (label === 'adding') removed.delete(name)
            else if (label === 'removed') removed.add(name)
            judged++
          }
          if (event.kind !== 'spawn' || !removed.has(event.pid.path.split('/').at(-1)))
            return undefined
          return { subject: event.pid.path, message: `${event.pid.path} was removed, and is back.` }
        },
        judged: () => judged,
      }
    },
  },
]
