import { formatReason, isCrash } from '../../record/index.ts'
import { called, isStanding, type Supervised } from '../life.ts'
import type { Breach } from '../property.ts'
import { Supervision } from '../supervision.ts'
import { makeSourceLaw, type Law } from './law.ts'
import { certainRestarts, gaveUp } from './restart-intensity.ts'

/** How a supervisor gives up, so that its own supervisor can take over. */
export const escalation: Law = makeSourceLaw(
  {
    name: 'escalation',
    rule: 'A supervisor that has to give up ends all its children first, and then itself with the reason shutdown.',
    source:
      'supervisor, "Supervision principles"; supervisor.erl restart/2 (reached_max_restart_intensity), terminate/2',
    story: 'After one crash too many of a child the supervisor ends with the reason of that crash.',
  },
  Supervision,
  ({ change }, count) => {
    if (change.kind !== 'ended' || change.supervisor === null) return undefined
    if (!isTooMuch(change.supervisor)) return undefined
    count()
    return judge(change.supervisor)
  },
)

/** It ended of its own accord when another restart would certainly have been one too many. */
function isTooMuch(supervisor: Supervised): boolean {
  const { spec, attempts, cause } = supervisor
  if (spec === null || !gaveUp(supervisor)) return false
  return certainRestarts(attempts, cause, spec.period) >= spec.intensity
}

function judge({ pid, ended, living }: Supervised): Breach | undefined {
  const reason = ended?.reason
  // Killed, or crashed of its own, in the middle of it: nothing is promised then.
  if (reason === 'killed' || isCrash(reason)) return undefined
  if (reason !== 'shutdown') {
    const message = `${pid.path} gave up with ${formatReason(reason)} instead of shutdown.`
    return { subject: pid.path, message }
  }
  const alive = Array.from(living.values()).find(isStanding)
  if (alive === undefined) return undefined
  const message = `${called(alive)} was still alive when its supervisor gave up.`
  return { subject: alive.pid.path, message }
}
