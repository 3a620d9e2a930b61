import type { World } from '../../machine/index.ts'
import {
  called,
  endedByItself,
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
  (sources): Watch => {
    const supervision = sources.of(Supervision)
    let judged = 0
    return {
      change: () => {
        const { change } = supervision
        if (change.kind !== 'cause' || change.supervisor.cause.life === null) return undefined
        if (summaryOf(change.supervisor.cause.life)?.significant === true) judged++
        return undefined
      },
      end: (world, ending) => judge(supervision, world, ending),
      judged: () => judged,
    }
  },
)

function judge(supervision: Supervision, world: World, ending: Ending): Breach | undefined {
  for (const supervisor of supervision.supervisors()) {
    const { spec, pid } = supervisor
    if (spec === null || spec.autoShutdown === 'never' || isSimple(supervisor)) continue
    const gone = significant(supervisor)
    const finished = gone.filter(isFinished)
    const due =
      spec.autoShutdown === 'any_significant'
        ? finished.length > 0
        : finished.length === gone.length
    const [first] = finished
    if (!due || first === undefined || !isAtRest(supervisor, world, ending)) continue
    return {
      subject: pid.path,
      message: `${pid.path} stayed although its significant child ${called(first)} has ended.`,
    }
  }
  return undefined
}

function significant(supervisor: Supervised): readonly (Life | undefined)[] {
  const places = Array.from(supervisor.spec?.children ?? [], (child, place) =>
    child.significant ? place : -1,
  )
  return places.filter((place) => place >= 0).map((place) => lifeAt(supervisor, place))
}

function isFinished(life: Life | undefined): life is Life {
  return life !== undefined && endedByItself(life) && life.noticed && !wantsRestart(life)
}
