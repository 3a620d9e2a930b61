import type { World } from '../../machine/index.ts'
import {
  called,
  isGroup,
  isSimple,
  isStanding,
  lastStanding,
  lifeAt,
  placeOf,
  wasAsked,
  type Life,
  type Supervised,
} from '../life.ts'
import type { Breach, Ending } from '../property.ts'
import { isAtRest, Supervision } from '../supervision.ts'
import { makeSourceLaw, type Law } from './law.ts'

/**
 * Who is restarted together with whom. Judged at each start that a child's end, or a failed restart,
 * has led to; starts by request (restart_child, start_child) are free.
 */
export const restartOrder: Law = makeSourceLaw(
  {
    name: 'restart_order',
    rule: 'After a child has ended its supervisor ends and restarts, in start order, exactly those whom the strategy names: it alone, all, or it and those after it.',
    source:
      'supervisor, "Supervision principles" (restart strategies); supervisor.erl restart/2, restart_multiple_children/3',
    story:
      'one_for_all over [a, b]; a crashes, and the supervisor starts a again while b lives on.',
  },
  Supervision,
  ({ change }, count) => {
    if (change.kind !== 'spawned' || isSimple(change.life.supervisor)) return undefined
    const { kind } = change.life.cause
    if ((kind !== 'exit' && kind !== 'retry') || placeOf(change.life) < 0) return undefined
    count()
    return (
      withoutNeed(change.life) ??
      (isGroup(change.life.supervisor) ? inGroup(change.life) : undefined)
    )
  },
  leftBehind,
)

/** A child that its supervisor has ended and started again although no end obliged it to. */
function withoutNeed(life: Life): Breach | undefined {
  const before = life.previous
  if (before === null || before.phase !== 'up' || !before.signalled) return undefined
  if (before.excused || before.requested) return undefined
  const strategy = life.supervisor.spec?.strategy
  return breach(life, `was ended and started again, which ${strategy} does not ask for`)
}

function inGroup(life: Life): Breach | undefined {
  const { supervisor, after } = life
  const place = placeOf(life)
  const all = supervisor.spec?.strategy === 'one_for_all'
  if (after === null) {
    const alive = survivor(life, all)
    if (alive !== undefined)
      return breach(life, `was started again while ${called(alive)} was still alive`)
  } else if (place <= after) {
    return breach(
      life,
      `was started again after ${called(lifeAt(supervisor, after)!)}, which follows it in the list`,
    )
  }
  for (let between = (after ?? (all ? -1 : place - 1)) + 1; between < place; between++) {
    const other = lifeAt(supervisor, between)
    const temporary = supervisor.spec?.children[between]?.restart === 'temporary'
    if (other !== undefined && !temporary) {
      return breach(
        life,
        `was started again before ${called(other)}, which precedes it in the list`,
      )
    }
  }
  return undefined
}

/** Whoever should be dead before the first of the group is started again, and is not. */
function survivor(life: Life, all: boolean): Life | undefined {
  const last = lastStanding(life.supervisor)
  if (last !== undefined && last !== life) return last
  if (!all) return undefined
  for (const other of life.supervisor.living.values()) {
    if (other !== life && placeOf(other) >= 0 && isStanding(other)) return other
  }
  return undefined
}

/** A child that was ended for the sake of another, and not started again. */
function leftBehind(supervision: Supervision, world: World, ending: Ending): Breach | undefined {
  for (const supervisor of supervision.supervisors()) {
    if (!isGroup(supervisor)) continue
    const left = findLeftBehind(supervisor)
    if (left !== undefined && isAtRest(supervisor, world, ending)) {
      return breach(left, `was ended because of another child and never started again`)
    }
  }
  return undefined
}

function findLeftBehind(supervisor: Supervised): Life | undefined {
  for (const summary of supervisor.spec?.children ?? []) {
    if (summary.restart === 'temporary' || summary.id === null) continue
    const life = supervisor.latest.get(summary.id)
    if (life === undefined || life.ended === null || life.phase !== 'up') continue
    if (wasAsked(life) && !life.requested) return life
  }
  return undefined
}

function breach(life: Life, what: string): Breach {
  const { supervisor, cause } = life
  return {
    subject: life.pid.path,
    message: `${called(life)} ${what}.`,
    details: {
      strategy: supervisor.spec?.strategy,
      order: supervisor.spec?.children.map((child) => child.id),
      because: cause.life === null ? cause.kind : called(cause.life),
    },
  }
}
