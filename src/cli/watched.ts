import { url as debuggerUrl } from 'node:inspector'
import { createContext, Script } from 'node:vm'

/** What came of a piece of synchronous work. */
export type Watched<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  /** It was still busy when its time was up, and has been torn off. */
  | { readonly kind: 'hung' }

const script = new Script('work()')

/**
 * Does a piece of synchronous work that is torn off after `wall` milliseconds. Nothing else can stop
 * a callback of the user's that loops for ever. What was torn off is in no state to go on: only what
 * had been told before may be looked at.
 *
 * Ctrl-C is not let in here, though node could: taking its handlers off and putting them back for
 * every slice leaves moments in which the signal is lost, or kills before anything has been told.
 */
export function watched<Value>(work: () => Value, wall: number): Watched<Value> {
  const context = createContext({ work })
  // Whoever sits at a breakpoint is not hanging.
  const patient = debuggerUrl() !== undefined || wall === Infinity
  try {
    const value = script.runInContext(context, patient ? {} : { timeout: Math.ceil(wall) }) as Value
    return { kind: 'done', value }
  } catch (error) {
    const { code } = (error ?? {}) as { readonly code?: unknown }
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { kind: 'hung' }
    throw error
  }
}
