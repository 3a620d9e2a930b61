import type { World } from '../../machine/index.ts'
import { formatReason, isOrderly } from '../../record/index.ts'
import { called, isSimple, isStanding, placeOf, type Life, type Supervised } from '../life.ts'
import type { Breach, Ending } from '../property.ts'
import { Supervision } from '../supervision.ts'
import { makeSourceLaw, type Law } from './law.ts'

/**
 * Children go with their supervisor. One that was killed tells them over the links only, and those
 * that trap exits may still be terminating: they are judged when nothing can happen any more.
 */
export const noOrphans: Law = makeSourceLaw(
  {
    name: 'no_orphans',
    rule: 'A supervised child does not outlive its supervisor.',
    source:
      'supervisor, "Supervision principles"; supervisor.erl terminate/2; gen_server, EXIT from the parent',
    story:
      'A supervisor ends with normal without ending its child: the link does not end it either.',
  },
  Supervision,
  ({ change }, count) => {
    if (change.kind !== 'ended' || change.supervisor === null) return undefined
    count()
    return untold(change.supervisor)
  },
  survivors,
)

/**
 * A child that the supervisor leaves behind without having asked it to end: a link does not end it
 * when the reason is normal, and one that ends by its own doing is not to leave it to the link.
 */
function untold({ living, ended, traps }: Supervised): Breach | undefined {
  const careless = ended?.reason === 'normal' || (traps && isOrderly(ended?.reason))
  for (const life of living.values()) {
    if (!isChild(life) || !isStanding(life) || life.signalled) continue
    if (careless || life.unlinked) return breach(life)
  }
  return undefined
}

function survivors(supervision: Supervision, world: World, ending: Ending): Breach | undefined {
  if (ending.kind !== 'idle') return undefined
  for (const supervisor of supervision.supervisors()) {
    if (supervisor.ended === null) continue
    for (const life of supervisor.living.values()) {
      if (isChild(life) && world.isAlive(life.pid)) return breach(life)
    }
  }
  return undefined
}

/** What else a supervisor has spawned is no child. */
function isChild(life: Life): boolean {
  return isSimple(life.supervisor) || placeOf(life) >= 0
}

function breach(life: Life): Breach {
  const { pid, ended } = life.supervisor
  return {
    subject: life.pid.path,
    message: `${called(life)} outlived its supervisor ${pid.path}, which ended with ${formatReason(ended?.reason)}.`,
  }
}
