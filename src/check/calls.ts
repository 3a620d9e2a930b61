import type { World } from '../machine/index.ts'
import type { AnyPid, CallOutcome, Moment, Note, Ref, TraceEvent } from '../record/index.ts'
import { isDown, isPid, nameOf } from '../record/index.ts'
import type { Ending, EventSort } from './property.ts'
import { Recent } from './recent.ts'
import type { Source } from './source.ts'
import { format } from '../base/index.ts'

/**
 * What becomes of every call. A behaviour notes that it calls, that it answers, and that a call has
 * returned; who died meanwhile is known from the machine.
 */

/** How a call ended. `caller_died`: nobody waits for the answer any more. `lost`: it never will end. */
export type CallEnd = CallOutcome | 'caller_died' | 'lost'

export interface Call {
  /** #1, #2, … in the order of this run, for display: an identity within the run only. */
  readonly number: number
  readonly ref: Ref
  readonly caller: AnyPid
  /** Whom it is for: a pid, or what the behaviour was given instead. */
  readonly callee: unknown
  readonly request: unknown
  readonly since: Moment
  /** Somebody says that he has answered it. */
  answered: boolean
  /** An answer has reached the caller, who may still have to take it. */
  delivered: boolean
  /** The caller has been told, or will be, that the callee is dead. */
  told: boolean
  /** Another open call of the same caller. */
  next: Call | null
  /** Null while it is open. */
  end: { readonly how: CallEnd; readonly step: number; readonly time: number } | null
}

/** How many calls there were, and what has become of them. */
export interface CallCounts {
  readonly calls: number
  readonly answered: number
  readonly timed_out: number
  readonly callee_died: number
  readonly caller_died: number
  readonly lost: number
  readonly waiting: number
}

/** What the latest note has changed. */
export type CallChange =
  | { readonly kind: 'called'; readonly call: Call }
  | { readonly kind: 'answered_twice'; readonly ref: Ref; readonly by: AnyPid; readonly to: AnyPid }
  | { readonly kind: 'ended'; readonly call: Call }

/** The open calls of a run and the numbers of all others; keeps nothing of a call that has ended. */
export class Calls implements Source {
  readonly sees: readonly EventSort[] = [
    'note call',
    'note return',
    'note reply',
    'arrive message',
    'arrive down',
    'exit',
  ]
  change: CallChange | null = null
  readonly #open = new Map<Ref, Call>()
  /** By caller, linked by `next`: nearly always there is one. */
  readonly #byCaller = new Map<number, Call>()
  /** Calls that have ended with an answer: another one would be one too many. */
  readonly #answered = new Recent<Ref>()
  readonly #ends: Record<CallEnd, number> = {
    answered: 0,
    timed_out: 0,
    callee_died: 0,
    caller_died: 0,
    lost: 0,
  }
  #lost: readonly Call[] | null = null
  #number = 0

  get counts(): CallCounts {
    return { calls: this.#number, ...this.#ends, waiting: this.#open.size }
  }

  /** Calls that have not ended, oldest first. */
  get open(): readonly Call[] {
    return [...this.#open.values()]
  }

  /** An open call by its reference. */
  find(ref: Ref): Call | undefined {
    return this.#open.get(ref)
  }

  event(event: TraceEvent, _world: World): boolean {
    switch (event.kind) {
      case 'note':
        return this.#noted(event.pid, event.note, event)
      case 'arrive':
        if (event.type === 'down') this.#told(event.to, event.from)
        else if (!event.dropped) this.#delivered(event.content)
        return false
      case 'exit':
        return this.#left(event.pid, event)
      default:
        return false
    }
  }

  /**
   * Closes the books: where nothing can happen any more, a call whose caller has neither been sent an
   * answer nor told of the callee's death is lost. In a run cut short it is merely still waiting.
   */
  close(ending: Ending, world: World): readonly Call[] {
    if (this.#lost !== null || ending.kind !== 'idle') return this.#lost ?? []
    this.#lost = this.open.filter(
      (call) => !call.delivered && !call.told && !holdsNews(world, call),
    )
    for (const call of this.#lost) this.#end(call, 'lost', world)
    return this.#lost
  }

  #noted(pid: AnyPid, note: Note, moment: Moment): boolean {
    switch (note.kind) {
      case 'call':
        this.#called(pid, note, moment)
        return true
      case 'reply':
        return this.#replied(pid, note.ref, note.to)
      case 'return': {
        const call = this.#open.get(note.ref)
        if (call === undefined) return false
        this.#end(call, note.outcome, moment)
        return true
      }
      default:
        return false
    }
  }

  #called(
    caller: AnyPid,
    { ref, to, request }: Extract<Note, { kind: 'call' }>,
    { step, time }: Moment,
  ): void {
    const call: Call = {
      number: ++this.#number,
      ref,
      caller,
      callee: to,
      request,
      since: { step, time },
      answered: false,
      delivered: false,
      told: false,
      next: this.#byCaller.get(caller.id) ?? null,
      end: null,
    }
    this.#open.set(ref, call)
    this.#byCaller.set(caller.id, call)
    this.change = { kind: 'called', call }
  }

  #replied(by: AnyPid, ref: Ref, to: AnyPid): boolean {
    const call = this.#open.get(ref)
    if (call !== undefined && !call.answered) {
      call.answered = true
      return false
    }
    if (call === undefined && !this.#answered.has(ref)) return false
    this.change = { kind: 'answered_twice', ref, by, to }
    return true
  }

  /** Answers carry the reference of their call, as `tag` those of behaviours and as `ref` many others. */
  #delivered(content: unknown): void {
    if (typeof content !== 'object' || content === null) return
    const { tag, ref } = content as { readonly tag?: Ref; readonly ref?: Ref }
    const about = tag ?? ref
    if (about === undefined) return
    const call = this.#open.get(about)
    if (call !== undefined) call.delivered = true
  }

  #told(caller: AnyPid, callee: AnyPid): void {
    let call = this.#byCaller.get(caller.id) ?? null
    for (; call !== null; call = call.next) if (call.callee === callee) call.told = true
  }

  #left(pid: AnyPid, moment: Moment): boolean {
    let call = this.#byCaller.get(pid.id)
    if (call === undefined) return false
    for (; call !== undefined; call = this.#byCaller.get(pid.id))
      this.#end(call, 'caller_died', moment)
    return true
  }

  #end(call: Call, how: CallEnd, { step, time }: Moment): void {
    call.end = { how, step, time }
    if (call.answered) this.#answered.add(call.ref)
    this.#ends[how]++
    this.#open.delete(call.ref)
    this.#unlink(call)
    this.change = { kind: 'ended', call }
  }

  #unlink(call: Call): void {
    const { id } = call.caller
    const first = this.#byCaller.get(id)!
    if (first !== call) {
      let before = first
      while (before.next !== call) before = before.next!
      before.next = call.next
    } else if (call.next === null) this.#byCaller.delete(id)
    else this.#byCaller.set(id, call.next)
  }
}

/** Whether the caller has the news of the callee's death in its mailbox; that of the dead does not travel. */
function holdsNews(world: World, { caller, ref }: Call): boolean {
  const messages = world.infoOf(caller)?.messages ?? []
  return messages.some((message) => isDown(message) && message.ref === ref)
}

/** A call by stable names: `/client-2 > /app/pool/w3 reserve`. */
export function subjectOf({ caller, callee, request }: Call): string {
  const to = isPid(callee) ? callee.path : format(callee)
  return `${caller.path} > ${to} ${format(request)}`
}

/** A call in a sentence: `call #12 (reserve) from /client-2 to /app/pool/w3`. */
export function describeCall({ number, caller, callee, request }: Call): string {
  const to = isPid(callee) ? nameOf(callee) : format(callee)
  return `call #${number} (${format(request)}) from ${nameOf(caller)} to ${to}`
}
