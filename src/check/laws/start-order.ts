import { called, isSimple, placeOf, type Life } from '../life.ts'
import type { Breach } from '../property.ts'
import { Supervision } from '../supervision.ts'
import { makeSourceLaw, type Law } from './law.ts'

/** Children start in the order in which they are listed. */
export const startOrder: Law = makeSourceLaw(
  {
    name: 'start_order',
    rule: 'A supervisor starts its children in the order of its list.',
    source:
      'supervisor, "Child specification": children are started from left to right (start_children/2)',
    story: 'The list is [a, b]; the supervisor spawns b, then a.',
  },
  Supervision,
  ({ change }, count) => {
    // Later starts are restarts, or were asked for: they have laws of their own.
    if (change.kind !== 'spawned' || change.life.cause.kind !== 'boot') return undefined
    if (isSimple(change.life.supervisor) || placeOf(change.life) < 0) return undefined
    count()
    return judge(change.life)
  },
)

function judge(life: Life): Breach | undefined {
  if (life.after === null || placeOf(life) > life.after) return undefined
  const { spec } = life.supervisor
  const other = spec?.children[life.after]?.id
  return {
    subject: life.pid.path,
    message: `${called(life)} was started after ${other}, which follows it in the list.`,
    details: { order: spec?.children.map((child) => child.id) },
  }
}
