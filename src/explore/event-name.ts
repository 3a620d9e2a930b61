import { toHex } from '../base/index.ts'
import type { AnyCandidate, Timer } from '../machine/index.ts'
import { nameOf } from '../record/index.ts'

/**
 * Events by what they are: `run /pool/w1#3` is the third step of that process, `deliver /a > /b#1`
 * the first signal on that edge, `fire …` a timer. Such names survive edits elsewhere in the system,
 * which numbers of steps do not.
 */
export function eventName(candidate: AnyCandidate | 'tick'): string {
  if (candidate === 'tick') return 'tick'
  switch (candidate.type) {
    case 'run':
      return `run ${nameOf(candidate.pid)}#${candidate.count}`
    case 'deliver': {
      const { from, to, count } = candidate
      return `deliver ${nameOf(from.pid)} > ${nameOf(to.pid)}#${count}`
    }
    case 'fire':
      return `fire ${timerName(candidate)}`
  }
}

function timerName(timer: Timer): string {
  const { purpose } = timer
  switch (purpose.kind) {
    case 'after':
      return `timeout of ${nameOf(purpose.process.pid)}#${purpose.process.count}`
    case 'message':
      return `timer ${purpose.ref.n} of ${nameOf(purpose.ref.owner)}`
    case 'wake':
      return `fault ${toHex(timer.hash)}#${timer.due}`
  }
}
