import { format } from '../../base/index.ts'
import type { World } from '../../machine/index.ts'
import { formatReason, isOrderly } from '../../record/index.ts'
import {
  called,
  endedByItself,
  isGroup,
  isSimple,
  placeOf,
  summaryOf,
  wantsRestart,
  type Life,
  type Supervised,
} from '../life.ts'
import type { Breach, Ending, Watch } from '../property.ts'
import { isAtRest, Supervision } from '../supervision.ts'
import { makeLaw, type Law } from './law.ts'

/**
 * Whose end leads to a restart. That a restart came which should not have is judged when it comes;
 * that one did not come, at the end of the run, of supervisors that have come to rest.
 */
export const restartKinds: Law = makeLaw(
  {
    name: 'restart_kinds',
    rule: 'A permanent child that ends by itself is always restarted, a transient one only after an abnormal end, a temporary one never.',
    source: 'supervisor, "Child specification" (restart); supervisor.erl do_restart/3',
    story: 'A transient child ends with normal, and its supervisor starts it again.',
  },
  (sources): Watch => new RestartKinds(sources.of(Supervision)),
)

class RestartKinds implements Watch {
  readonly #supervision: Supervision
  /** Children of simple_one_for_one supervisors that are still to be restarted: they have no names to match. */
  readonly #owed = new Map<Supervised, number>()
  #judged = 0

  constructor(supervision: Supervision) {
    this.#supervision = supervision
  }

  change(): Breach | undefined {
    const { change } = this.#supervision
    if (change.kind === 'spawned') return this.#spawned(change.life)
    if (change.kind === 'cause') this.#ended(change.supervisor)
    else if (change.kind === 'requested') this.#paid(change.supervisor)
    else if (change.kind === 'ended' && change.supervisor !== null)
      this.#owed.delete(change.supervisor)
    return undefined
  }

  end(world: World, ending: Ending): Breach | undefined {
    for (const supervisor of this.#supervision.supervisors()) {
      const missing = isSimple(supervisor) ? this.#owes(supervisor) : forgotten(supervisor)
      if (missing !== undefined && isAtRest(supervisor, world, ending)) return missing
    }
    return undefined
  }

  judged(): number {
    return this.#judged
  }

  #ended(supervisor: Supervised): void {
    const { life } = supervisor.cause
    if (life === null) return
    this.#judged++
    if (!isSimple(supervisor) || !wantsRestart(life)) return
    this.#owed.set(supervisor, (this.#owed.get(supervisor) ?? 0) + 1)
  }

  #spawned(life: Life): Breach | undefined {
    const { supervisor, cause } = life
    if (cause.kind !== 'exit' && cause.kind !== 'retry') return undefined
    if (!isSimple(supervisor) && placeOf(life) < 0) return undefined
    this.#paid(supervisor)
    return needless(life)
  }

  /** One of them has been started again, or was to be ended for good. */
  #paid(supervisor: Supervised): void {
    const owed = this.#owed.get(supervisor) ?? 0
    if (owed > 0) this.#owed.set(supervisor, owed - 1)
  }

  #owes(supervisor: Supervised): Breach | undefined {
    const owed = this.#owed.get(supervisor) ?? 0
    if (owed === 0) return undefined
    const { path } = supervisor.pid
    const who = owed === 1 ? 'A child' : `${owed} children`
    return {
      subject: path,
      message: `${who} of ${path} ended and ${owed === 1 ? 'was' : 'were'} never restarted.`,
    }
  }
}

/** A restart that its child's kind does not allow. */
function needless(life: Life): Breach | undefined {
  const kind = summaryOf(life)?.restart
  if (kind === 'temporary' && life.previous !== null) {
    return breach(life, `${called(life.previous)} is temporary and was started again`)
  }
  // In a group a child may come back for another's sake; what counts is whose end began it.
  const began =
    isGroup(life.supervisor) || isSimple(life.supervisor) ? life.cause.life : life.previous
  if (began === null || life.after !== null) return undefined
  if (!endedByItself(began) || wantsRestart(began)) return undefined
  const summary = summaryOf(began)
  if (summary === undefined) return undefined
  const how = `${called(began)} is ${summary.restart} and ended with ${formatReason(began.ended?.reason)}`
  return breach(began, `${how}, and ${called(life)} was started again because of that`)
}

/** A child that should have been restarted, and was not. */
function forgotten(supervisor: Supervised): Breach | undefined {
  for (const summary of supervisor.spec?.children ?? []) {
    const life = summary.id === null ? undefined : supervisor.latest.get(summary.id)
    if (life === undefined || life.ended === null || life.requested) continue
    const reason = formatReason(life.ended.reason)
    if (endedByItself(life) && life.noticed && wantsRestart(life)) {
      return breach(
        life,
        `${called(life)} is ${summary.restart}, ended with ${reason} and was never restarted`,
      )
    }
    const { kind } = life.cause
    const failed = life.phase === 'failed' && (kind === 'exit' || kind === 'retry')
    if (failed && !isOrderly(life.ended.reason)) {
      return breach(
        life,
        `${called(life)} could not be started again (${reason}) and its supervisor gave it no other try`,
      )
    }
  }
  return undefined
}

function breach(life: Life, message: string): Breach {
  return {
    subject: life.pid.path,
    message: `${message}.`,
    details: { supervisor: life.supervisor.pid.path, reason: format(life.ended?.reason) },
  }
}
