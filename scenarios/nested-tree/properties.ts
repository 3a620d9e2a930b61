import type { Property } from 'mayday/check'

/** The tree in the order in which it must be started. */
const DEPTH_FIRST = [
  '/supervisor1',
  '/supervisor1/supervisor2',
  '/supervisor1/supervisor2/worker2a',
  '/supervisor1/supervisor2/worker2b',
  '/supervisor1/worker1a',
  '/supervisor1/worker1b',
]

/** How a tree comes up for the first time. */
export const properties: readonly Property[] = [
  {
    name: 'the tree is started depth first, each worker when the one before is ready',
    kind: 'always',
    start() {
      let next = 0
      let preparing: string | null = null
      return {
        sees: ['spawn', 'note user'],
        event(event) {
          if (event.kind === 'note' && event.pid.path === preparing) preparing = null
          if (event.kind !== 'spawn' || event.pid.life > 0) return undefined
          const { path } = event.pid
          if (!path.startsWith('/supervisor1')) return undefined
          if (path !== DEPTH_FIRST[next]) {
            return { subject: path, message: `${path} was started before ${DEPTH_FIRST[next]}.` }
          }
          if (preparing !== null) {
            return { subject: path, message: `${path} was started before ${preparing} was ready.` }
          }
          next++
          if (path.includes('worker')) preparing = path
          return undefined
        },
        judged: () => next,
      }
    },
  },
]
