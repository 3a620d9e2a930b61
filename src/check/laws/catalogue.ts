import { suggest, UsageError } from '../../base/index.ts'
import { autoShutdown } from './auto-shutdown.ts'
import { escalation } from './escalation.ts'
import { everyCallSettles } from './every-call-settles.ts'
import { fifo } from './fifo.ts'
import type { Law } from './law.ts'
import { linkSymmetry } from './link-symmetry.ts'
import { nameUnique } from './name-unique.ts'
import { noLateReply } from './no-late-reply.ts'
import { noOrphans } from './no-orphans.ts'
import { oneDown } from './one-down.ts'
import { oneLife } from './one-life.ts'
import { restartIntensity } from './restart-intensity.ts'
import { restartKinds } from './restart-kinds.ts'
import { restartOrder } from './restart-order.ts'
import { reverseShutdown } from './reverse-shutdown.ts'
import { startOrder } from './start-order.ts'
import { timersOnTime } from './timers-on-time.ts'

/**
 * The laws of OTP that runs are held to: calls first, since their breach is what users come for, then
 * supervision, then what the machine itself promises.
 */
export const laws: readonly Law[] = [
  everyCallSettles,
  noLateReply,
  startOrder,
  restartKinds,
  restartOrder,
  restartIntensity,
  escalation,
  autoShutdown,
  reverseShutdown,
  noOrphans,
  oneLife,
  oneDown,
  linkSymmetry,
  nameUnique,
  fifo,
  timersOnTime,
]

export const lawNames: readonly string[] = laws.map((each) => each.name)

/** Which laws a run is held to: all, those named, or all but those named. */
export type LawChoice = 'all' | readonly string[] | { readonly except: readonly string[] }

/**
 * The laws that a choice names.
 *
 * @throws UsageError when it names one that there is not.
 */
export function lawsOf(choice: LawChoice): readonly Law[] {
  if (choice === 'all') return laws
  if (!('except' in choice)) return choice.map(law)
  const excepted = new Set(choice.except.map(law))
  return laws.filter((each) => !excepted.has(each))
}

/**
 * The law of that name.
 *
 * @throws UsageError when there is none.
 */
export function law(name: string): Law {
  const found = laws.find((each) => each.name === name)
  if (found !== undefined) return found
  const meant = suggest(name, lawNames)
  throw new UsageError(`there is no law ${name}`, {
    code: 'unknown_law',
    hint: meant === undefined ? `the laws are ${lawNames.join(', ')}` : `did you mean ${meant}?`,
  })
}
