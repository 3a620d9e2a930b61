import { called, isSimple, isStanding, placeOf, type Life } from '../life.ts'
import type { Breach } from '../property.ts'
import { Supervision } from '../supervision.ts'
import { makeSourceLaw, type Law } from './law.ts'

/** A child is one process at a time. */
export const oneLife: Law = makeSourceLaw(
  {
    name: 'one_life',
    rule: 'A supervisor never starts a child again while its former process is alive.',
    source:
      'supervisor.erl restart/2, restart_child and shutdown/1: a child is started when it has no process',
    story: 'A supervisor sends a child shutdown and starts its successor without waiting.',
  },
  Supervision,
  ({ change }, count) => {
    if (change.kind !== 'spawned' || isSimple(change.life.supervisor)) return undefined
    count()
    return judge(change.life)
  },
)

function judge(life: Life): Breach | undefined {
  const { previous } = life
  if (placeOf(life) < 0 || previous === null || !isStanding(previous)) return undefined
  return {
    subject: life.pid.path,
    message: `${called(life)} was started while ${called(previous)} was still alive.`,
  }
}
