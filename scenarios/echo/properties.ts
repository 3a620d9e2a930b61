import type { Property } from 'mayday/check'
import { timeout } from 'mayday/process'

/** What must hold of echoes, however somebody listens. */
export const properties: readonly Property[] = [
  {
    name: 'who calls out hears the echo of that word',
    kind: 'always',
    start() {
      let judged = 0
      return {
        sees: ['note user'],
        event(event) {
          if (event.kind !== 'note' || event.note.kind !== 'user') return undefined
          if (event.note.label !== 'heard') return undefined
          const { word, heard } = event.note.data as {
            readonly word: string
            readonly heard: unknown
          }
          judged++
          if (heard === word || heard === timeout) return undefined
          const message = `she called "${word}" and took "${String(heard)}" for its echo.`
          return { subject: event.pid.path, message }
        },
        judged: () => judged,
      }
    },
  },
  {
    name: 'litter does not harm an echo',
    kind: 'always',
    start() {
      let judged = 0
      return {
        sees: ['exit'],
        event(event) {
          if (event.kind !== 'exit' || event.pid.path !== '/echo') return undefined
          judged++
          if (event.reason === 'normal') return undefined
          return { subject: '/echo', message: `the echo went with ${String(event.reason)}.` }
        },
        judged: () => judged,
      }
    },
  },
]
