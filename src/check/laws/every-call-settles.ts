import { format } from '../../base/index.ts'
import type { World } from '../../machine/index.ts'
import { isPid } from '../../record/index.ts'
import { Calls, describeCall, subjectOf, type Call } from '../calls.ts'
import type { Breach, Ending } from '../property.ts'
import { makeSourceLaw, type Law } from './law.ts'

/** A caller gets an answer or a reason, never silence. */
export const everyCallSettles: Law = makeSourceLaw(
  {
    name: 'every_call_settles',
    rule: 'Every call is answered once, or times out, or its caller learns of the callee’s death.',
    source: 'gen_server call/3 and reply/2; gen.erl do_call/4',
    story: 'A server takes a call with handle_call, returns noreply, and forgets the caller.',
  },
  Calls,
  ({ change }, count) => {
    if (change?.kind === 'called') count()
    if (change?.kind !== 'answered_twice') return undefined
    const { by, to } = change
    return {
      subject: `${to.path} > ${by.path}`,
      message: `${by.path} answered one call of ${to.path} twice.`,
    }
  },
  unsettled,
)

function unsettled(calls: Calls, world: World, ending: Ending): Breach | undefined {
  const [first, ...others] = calls.close(ending, world)
  if (first === undefined) return undefined
  return {
    subject: subjectOf(first),
    message: `${describeCall(first)} was never answered: ${why(first, world)}.`,
    details: { since: first.since, others: others.map(describeCall), counts: calls.counts },
  }
}

function why({ callee, caller }: Call, world: World): string {
  if (!isPid(callee)) return `${caller.path} still waits for ${format(callee)}`
  return world.isAlive(callee)
    ? `${callee.path} is alive and at rest`
    : `${callee.path} is dead and nobody told ${caller.path}`
}
