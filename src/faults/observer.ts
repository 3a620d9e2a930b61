import { isIdle, type Process } from '../machine/index.ts'
import { tagOf } from '../otp/index.ts'
import type { AnyPid, NoteEvent, ReceiveEvent, TraceEvent } from '../record/index.ts'
import type { MessageEvent, Phase } from './fault.ts'
import type { Occurrence } from './occurrence.ts'
import type { OwnSteps } from './own-steps.ts'
import type { Roster } from './roster.ts'

/** Which occurrences somebody waits for: all others are passed over as early as possible. */
export interface Wanted {
  readonly messages: Readonly<Record<MessageEvent, ReadonlySet<string>>>
  readonly phases: ReadonlySet<Phase>
  readonly points: boolean
  /** Who sent what is received or handled has to be known as well. */
  readonly senders: boolean
}

/** A message that is being handled. */
interface Handling {
  readonly tag: string
  readonly from: AnyPid | null
}

/** Reads in the trace what may set a fault off. */
export class Observer {
  readonly #roster: Roster
  readonly #wanted: Wanted
  readonly #tell: (occurrence: Occurrence) => void
  /** Senders by signal number, of messages that have not been received yet. */
  readonly #senders = new Map<number, AnyPid>()
  readonly #received = new Map<number, Handling>()
  readonly #handling = new Map<number, Handling>()

  constructor(
    roster: Roster,
    steps: OwnSteps,
    soon: (action: () => void) => void,
    wanted: Wanted,
    tell: (occurrence: Occurrence) => void,
  ) {
    this.#roster = roster
    this.#wanted = wanted
    this.#tell = tell
    if (wanted.messages.handled.size > 0 || wanted.phases.has('idle')) {
      steps.every((process) => soon(() => this.#stepped(process)))
    }
  }

  observe(event: TraceEvent): void {
    const { messages, senders, phases } = this.#wanted
    switch (event.kind) {
      case 'send': {
        if (event.type !== 'message') return
        const { from, to, content, signal } = event
        if (senders) this.#senders.set(signal, from)
        if (messages.sent.size === 0) return
        this.#message('sent', tagOf(content), from, to, from)
        return
      }
      case 'receive':
        this.#receipt(event)
        return
      case 'note':
        this.#note(event)
        return
      case 'spawn':
        if (phases.size > 0 && this.#roster.behaviourOf(event.pid) === null) {
          this.#phase('init', event.pid)
        }
        return
      case 'exit':
        if (phases.size > 0 && this.#roster.behaviourOf(event.pid) === null) {
          this.#phase('terminate', event.pid)
        }
        this.#received.delete(event.pid.id)
        this.#handling.delete(event.pid.id)
        return
      default:
        return
    }
  }

  #receipt({ pid, signal, message }: ReceiveEvent): void {
    const { messages, senders, phases } = this.#wanted
    const bare = this.#roster.behaviourOf(pid) === null
    if (bare) this.#close(pid)
    const from = senders ? (this.#senders.get(signal) ?? null) : null
    if (senders) this.#senders.delete(signal)
    if (messages.received.size + messages.handled.size > 0) {
      const tag = tagOf(message)
      this.#message('received', tag, from, pid, pid)
      if (messages.handled.size > 0) {
        this.#received.set(pid.id, { tag, from })
        if (bare) this.#handling.set(pid.id, { tag, from })
      }
    }
    if (bare && phases.size > 0) this.#phase('handling', pid)
  }

  #note({ pid, note }: NoteEvent): void {
    if (note.kind === 'user') {
      if (this.#wanted.points) this.#tell({ kind: 'point', label: note.label, process: pid })
      return
    }
    if (note.kind !== 'callback') return
    this.#close(pid)
    const { callback, tag } = note
    if (callback === 'init' || callback === 'terminate') {
      this.#phase(callback, pid)
      return
    }
    if (this.#wanted.messages.handled.size > 0) {
      const received = this.#received.get(pid.id)
      this.#received.delete(pid.id)
      this.#handling.set(pid.id, received ?? { tag, from: null })
    }
    this.#phase('handling', pid)
  }

  /** After each step: whoever waits for the next message has handled the one before. */
  #stepped(process: Process): void {
    if (!isIdle(process)) return
    const { pid } = process
    this.#close(pid)
    this.#phase('idle', pid)
  }

  #close(pid: AnyPid): void {
    const handling = this.#handling.get(pid.id)
    if (handling === undefined) return
    this.#handling.delete(pid.id)
    this.#message('handled', handling.tag, handling.from, pid, pid)
  }

  #message(
    event: MessageEvent,
    tag: string,
    from: AnyPid | null,
    to: AnyPid,
    process: AnyPid,
  ): void {
    const tags = this.#wanted.messages[event]
    if (!tags.has(tag) && !tags.has('*')) return
    this.#tell({ kind: 'message', event, tag, from, to, process })
  }

  #phase(phase: Phase, process: AnyPid): void {
    if (this.#wanted.phases.has(phase)) this.#tell({ kind: 'phase', phase, process })
  }
}
