import { called, wantsRestart, type Cause, type Life, type Supervised } from '../life.ts'
import type { Breach } from '../property.ts'
import { seconds, Supervision } from '../supervision.ts'
import { makeSourceLaw, type Law } from './law.ts'

/**
 * How many restarts are too many. The clock is read in whole seconds, and a restart counts as long
 * as it is not more than `period` seconds old by that clock; failed attempts count. The supervisor
 * reads its clock somewhere between taking a message and acting on it, so a breach is said only when
 * it is one wherever in between.
 */
export const restartIntensity: Law = makeSourceLaw(
  {
    name: 'restart_intensity',
    rule: 'A supervisor restarts at most `intensity` times within `period` seconds, and gives up at the next end after that and not before.',
    source:
      'supervisor, "Tuning the Intensity and Period"; supervisor.erl add_restart/1 (in_period/3 of whole seconds)',
    story: 'Intensity 1 in 5 s; a child crashes at 0 s and at 3 s, and is started a third time.',
  },
  Supervision,
  ({ change }, count) => {
    if (change.kind === 'spawned') {
      const { kind } = change.life.cause
      if ((kind !== 'exit' && kind !== 'retry') || change.life.after !== null) return undefined
      count()
      return tooMany(change.life)
    }
    if (change.kind !== 'ended' || change.supervisor === null) return undefined
    return tooEarly(change.supervisor)
  },
)

function tooMany(life: Life): Breach | undefined {
  const { supervisor, cause } = life
  const { spec, attempts } = supervisor
  if (spec === null) return undefined
  const count = certainRestarts(attempts, cause, spec.period)
  if (count <= spec.intensity) return undefined
  return {
    subject: supervisor.pid.path,
    message: `${supervisor.pid.path} restarted ${count} times within ${spec.period} s, ${spec.intensity} being allowed, the last time ${called(life)}.`,
    details: { attempts: times(attempts) },
  }
}

/** Restarts that led to a start and were within the period of `latest` by any reading of the clock. */
export function certainRestarts(attempts: readonly Cause[], latest: Cause, period: number): number {
  const now = seconds(latest.until ?? latest.from)
  return attempts.filter((each) => each.used && now - seconds(each.from) <= period).length
}

function tooEarly(supervisor: Supervised): Breach | undefined {
  const { spec, attempts, ended } = supervisor
  if (spec === null || ended?.reason !== 'shutdown' || !gaveUp(supervisor)) return undefined
  const now = seconds(supervisor.cause.from)
  const count = attempts.filter(
    ({ from, until }) => now - seconds(until ?? from) <= spec.period,
  ).length
  if (count > spec.intensity) return undefined
  return {
    subject: supervisor.pid.path,
    message: `${supervisor.pid.path} gave up at the end number ${count} within ${spec.period} s, although ${spec.intensity} restarts are allowed.`,
    details: { attempts: times(attempts) },
  }
}

/** Whether it ended of its own accord, instead of restarting a child that had ended. */
export function gaveUp({ cause, told }: Supervised): boolean {
  if (told || cause.used) return false
  return cause.kind === 'retry' || (cause.life !== null && wantsRestart(cause.life))
}

function times(attempts: readonly Cause[]): readonly number[] {
  return attempts.map((each) => each.until ?? each.from).toReversed()
}
