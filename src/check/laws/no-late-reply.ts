import type { World } from '../../machine/index.ts'
import type { AnyPid, Ref, TraceEvent } from '../../record/index.ts'
import { isRef } from '../../record/index.ts'
import type { Breach, EventSort, Watch } from '../property.ts'
import { makeLaw, type Law } from './law.ts'

/** A call that has timed out is over: the alias it was made with keeps late answers out. */
export const noLateReply: Law = makeLaw(
  {
    name: 'no_late_reply',
    rule: 'An answer that comes after its call has timed out never reaches the caller’s mailbox.',
    source: 'gen_server call/3 (since OTP 24); gen.erl do_call/4 (alias, demonitor)',
    story: 'A caller gives up after 200 ms; the answer comes and is taken for the next call’s.',
  },
  (): Watch => new NoLateReply(),
)

class NoLateReply implements Watch {
  readonly sees: readonly EventSort[] = ['note return', 'arrive message']
  readonly #timedOut = new WeakSet<Ref>()
  /** Nothing can be late before the first time-out. */
  #any = false
  #judged = 0

  event(event: TraceEvent, world: World): Breach | undefined {
    if (event.kind === 'arrive') {
      if (!this.#any || event.dropped) return undefined
      const ref = answered(event.content)
      return ref !== null && this.#timedOut.has(ref) ? late(event.to, event.from) : undefined
    }
    if (event.kind !== 'note' || event.note.kind !== 'return') return undefined
    const { ref, outcome } = event.note
    if (outcome !== 'timed_out') return undefined
    this.#any = true
    this.#judged++
    this.#timedOut.add(ref)
    const waiting = world.infoOf(event.pid)?.messages ?? []
    return waiting.some((message) => answered(message) === ref) ? late(event.pid, null) : undefined
  }

  judged(): number {
    return this.#judged
  }
}

function late(caller: AnyPid, from: AnyPid | null): Breach {
  const whose = from === null ? 'an answer' : `an answer of ${from.path}`
  return {
    subject: from === null ? caller.path : `${from.path} > ${caller.path}`,
    message: `${whose} is in the mailbox of ${caller.path}, which had given up waiting for it.`,
  }
}

/** The call that a message answers: the tag of a behaviour's reply. */
function answered(message: unknown): Ref | null {
  if (typeof message !== 'object' || message === null) return null
  const { kind, tag } = message as { readonly kind?: unknown; readonly tag?: unknown }
  return kind === '$reply' && isRef(tag) ? tag : null
}
