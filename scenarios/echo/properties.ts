import { points, type Property } from 'mayday/check'
import { timeout } from 'mayday/process'

/** What somebody who has called out tells at the point `heard`. */
interface Heard {
  readonly word: string
  readonly heard: unknown
}

/** What must hold of echoes, however somebody listens. */
export const properties: readonly Property[] = [
  points<Heard>('who calls out hears the echo of that word', 'heard', () => {
    return ({ word, heard }) =>
      heard === word ||
      heard === timeout ||
      `she called "${word}" and took "${String(heard)}" for its echo.`
  }),
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
