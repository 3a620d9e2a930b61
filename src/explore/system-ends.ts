import type { Property } from '../check/index.ts'
import type { BodyFunction } from '../machine/index.ts'
import { formatReason, isOrderly } from '../record/index.ts'
import { note, sleep, type Body } from '../process/index.ts'

/**
 * The root process of a run: it performs the system's own body and then stays, so that what it has
 * started with a link lives on until the run is over.
 */
export function rootOf(system: BodyFunction<readonly []>): BodyFunction<readonly []> {
  return function* system_root(): Body {
    yield* system()
    yield* note({ kind: 'system_ended' })
    yield* sleep(Infinity)
  }
}

/**
 * The system's own body comes to its end: it neither crashes nor waits for ever. Without this a run
 * in which nothing worked from the first call on would be green.
 */
export const systemEnds: Property = {
  name: 'system_ends',
  kind: 'law',
  start() {
    let ended = false
    return {
      sees: ['exit', 'note system_ended'],
      event(event) {
        if (event.kind === 'note') ended = true
        if (event.kind !== 'exit' || event.pid.path !== '/' || ended) return undefined
        const how = isOrderly(event.reason) ? 'ended' : 'crashed'
        return {
          subject: '/',
          message: `the system's own body ${how}: ${formatReason(event.reason)}`,
        }
      },
      end(world, ending) {
        if (ended || ending.kind !== 'idle' || !world.isAlive('/')) return undefined
        const message =
          "the system's own body never came to its end: it still waits in a receive, and nothing will come"
        return { subject: '/', message }
      },
      judged: () => 1,
    }
  },
}
