import type { World } from '../../machine/index.ts'
import {
  called,
  isSimple,
  lifeAt,
  summaryOf,
  wantsRestart,
  type Life,
  type Supervised,
} from '../life.ts'
import type { Breach, Ending, Watch } from '../property.ts'
import { isAtRest, Supervision } from '../supervision.ts'
import { makeLaw, type Law } from './law.ts'

/** Significant children take their supervisor with them when they have done their work. */
export const autoShutdown: Law = makeLaw(
  {
    name: 'auto_shutdown',
    rule: 'A supervisor ends when a significant child (any_significant), or the last of them (all_significant), has ended by itself and is not to be restarted.',
    source: 'supervisor, "Automatic Shutdown"; supervisor.erl do_auto_shutdown/2',
    story:
      'any_significant; the significant transient child ends with normal, and its supervisor stays.',
  },
  (sources): Watch => new AutoShutdown(sources.of(Supervision)),
)

class AutoShutdown implements Watch {
  readonly #supervision: Supervision
  /** Those that have to end, and because of whom. */
  readonly #due = new Map<Supervised, Life>()
  #judged = 0

  constructor(supervision: Supervision) {
    this.#supervision = supervision
  }

  change(): Breach | undefined {
    const { change } = this.#supervision
    if (change.kind === 'ended' && change.supervisor !== null) this.#due.delete(change.supervisor)
    if (change.kind !== 'cause') return undefined
    const { supervisor } = change
    const because = this.#due.get(supervisor)
    // A supervisor that ends takes no further message but of the children it ends.
    if (because !== undefined) return stayed(supervisor, because)
    const { life } = supervisor.cause
    if (life === null || !isLast(supervisor, life)) return undefined
    this.#judged++
    this.#due.set(supervisor, life)
    return undefined
  }

  end(world: World, ending: Ending): Breach | undefined {
    for (const [supervisor, because] of this.#due) {
      if (isAtRest(supervisor, world, ending)) return stayed(supervisor, because)
    }
    return undefined
  }

  judged(): number {
    return this.#judged
  }
}

/** Whether the end of this child, which its supervisor has just learnt of, has to end the supervisor. */
function isLast(supervisor: Supervised, life: Life): boolean {
  const { spec } = supervisor
  if (spec === null || spec.autoShutdown === 'never' || isSimple(supervisor)) return false
  if (summaryOf(life)?.significant !== true || wantsRestart(life)) return false
  if (spec.autoShutdown === 'any_significant') return true
  return spec.children.every((child, place) => {
    const other = lifeAt(supervisor, place)
    return !child.significant || other === undefined || isKnownToBeGone(other)
  })
}

/** The supervisor knows that it is gone for good: one that is to be tried again still counts. */
function isKnownToBeGone(life: Life): boolean {
  if (life.ended === null) return false
  if (life.requested || life.phase === 'ignored') return true
  return life.phase === 'up' && life.taken && !wantsRestart(life)
}

function stayed({ pid }: Supervised, because: Life): Breach {
  return {
    subject: pid.path,
    message: `${pid.path} stayed although its significant child ${called(because)} has ended.`,
  }
}
