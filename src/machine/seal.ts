import { copy, fingerprint, inspect, NotPlain, seal, sealState } from '../base/index.ts'
import type { Core } from './core.ts'
import { mistake } from './halt.ts'
import type { Process } from './process.ts'

/**
 * Takes over what a process gives away: frozen (or only looked at), and fingerprinted for the hash.
 * Processes share nothing, so what is not plain data cannot be sent.
 */
export function sealed(core: Core, process: Process, operation: string, value: unknown): number {
  if (core.values === 'none') return fingerprint(value)
  try {
    return core.values === 'copy' ? inspect(value) : seal(value)
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error
    core.halt ??= notPlain(process, operation, error)
    return 0
  }
}

/** What `copy` mode sends instead of the value itself. */
export function taken(core: Core, value: unknown): unknown {
  return core.values === 'copy' ? copy(value) : value
}

/**
 * A behaviour shows its state. It becomes read-only by that, so that mutating it fails where it
 * happens; in `copy` mode what is shown is a copy, and in `none` it is the state itself.
 */
export function publish(core: Core, process: Process, state: unknown): void {
  if (core.values === 'copy') process.published = copy(state)
  else if (state === process.published) return
  else process.published = state
  if (core.values === 'none') return
  core.hash(core.values === 'copy' ? fingerprint(state) : sealState(state))
}

function notPlain(process: Process, operation: string, error: NotPlain): Core['halt'] {
  const promise = error.what === 'a Promise'
  const where = error.path === '' ? 'the message itself' : `message${shortened(error.path)}`
  return mistake(
    promise ? 'escaped_promise' : 'not_plain',
    process.pid,
    `${operation} by ${process.pid.path} was given ${error.what}: ${where}`,
    promise
      ? 'a run is one synchronous call: no promise can be waited for in it; use call, receive and timers'
      : 'send plain objects, arrays and primitives, or set values to none for this run',
  )
}

/** A path of two hundred steps is no help: its two ends are. */
function shortened(path: string): string {
  return path.length <= 80 ? path : `${path.slice(0, 40)}…${path.slice(-40)}`
}
