import type { Core } from './core.ts'
import { deliver } from './delivery.ts'
import { ready } from './ready.ts'
import { timeout } from './timeout.ts'
import type { Timer } from './timer.ts'
import { forget } from './timers.ts'

/** A due timer does what it was started for. */
export function fire(core: Core, timer: Timer): void {
  const { purpose } = timer
  switch (purpose.kind) {
    case 'after':
      purpose.process.answer = timeout
      purpose.process.receiving = null
      ready(core, purpose.process)
      return
    case 'wake':
      purpose.wake()
      return
    case 'message': {
      forget(core, timer)
      const { ref, to, message } = purpose
      const receiver = typeof to === 'string' ? core.names.get(to) : core.living.get(to.pid.id)
      if (core.watch !== null) {
        const pid = ref.owner
        core.watch({ kind: 'timer_fired', pid, ref, step: core.step, time: core.clock.now })
      }
      if (receiver !== undefined) deliver(core, receiver, receiver, message, ++core.signals)
    }
  }
}
