import { isOrderly } from '../../record/index.ts'
import { called, isSimple, lastStanding, placeOf, type Life, type Supervised } from '../life.ts'
import type { Breach } from '../property.ts'
import { Supervision } from '../supervision.ts'
import { makeSourceLaw, type Law } from './law.ts'

/**
 * The order in which children are ended: when their supervisor ends, and when a group is restarted.
 * Judged at each exit signal of a supervisor to a child. A child may be ended out of turn when
 * somebody asks for it (the note `child_terminated_by_request`), or while it is still starting.
 */
export const reverseShutdown: Law = makeSourceLaw(
  {
    name: 'reverse_shutdown',
    rule: 'A supervisor ends its children in the reverse of the start order, one at a time, and waits for each; those of a simple_one_for_one supervisor together.',
    source:
      'supervisor, "Child specification" (shutdown); supervisor.erl terminate_children/2, shutdown/1',
    story: 'The list is [a, b]; told to end, the supervisor sends shutdown to a while b is alive.',
  },
  Supervision,
  ({ change }, count) => {
    if (change.kind === 'signalled') {
      count()
      return outOfTurn(change.life)
    }
    if (change.kind === 'ended' && change.supervisor !== null)
      return notWaitedFor(change.supervisor)
    return undefined
  },
)

function outOfTurn(life: Life): Breach | undefined {
  const { supervisor } = life
  const place = placeOf(life)
  if (isSimple(supervisor) || place < 0 || life.phase !== 'up' || life.requested) return undefined
  const last = lastStanding(supervisor)
  if (last === undefined || placeOf(last) <= place) return undefined
  return {
    subject: life.pid.path,
    message: `${called(life)} was told to end while ${called(last)}, which was started after it, was still alive.`,
    details: { order: supervisor.spec?.children.map((child) => child.id) },
  }
}

/** Only of a supervisor that ends by its own doing: one that is killed waits for nobody. */
function notWaitedFor({ ended, living }: Supervised): Breach | undefined {
  if (!isOrderly(ended?.reason)) return undefined
  for (const life of living.values()) {
    if (!life.signalled) continue
    return {
      subject: life.pid.path,
      message: `${called(life)} was told to end, but its supervisor did not wait for that.`,
    }
  }
  return undefined
}
