import type { Core } from './core.ts'
import type { Process } from './process.ts'
import { wake } from './timers.ts'

/** Offers the process's next step: at once, or after the rest that a fault imposes on a slow one. */
export function ready(core: Core, process: Process): void {
  process.status = 'ready'
  if (process.paused) return
  if (process.slowBy === 0) {
    core.enabled.add(process)
    return
  }
  wake(core, core.clock.now + process.slowBy, process.hash, () => {
    if (process.status === 'ready' && process.slot === -1 && !process.paused)
      core.enabled.add(process)
  })
}
