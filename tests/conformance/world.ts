// One machine carrying out one case, step by step.
//
// A step ends when the world has settled: nothing can run unless time passes, and no observed
// process has an unreceived message or sleeps. While one has, time passes, a millisecond at a time.
// By that no timer ever fires early, whatever the strategy: time passes at rest only, as the cases
// have it.

import {
  Machine,
  type BodyFunction,
  type Delivery,
  type Stop,
  type Strategy,
} from '../../src/machine/index.ts'
import { isCrash, type AnyPid, type ExitEvent } from '../../src/record/index.ts'
import { BadCase, type Event, type Json } from './case-file.ts'
import { encode } from './terms.ts'

/** How the world goes about it: the results must be the same for all. */
export interface Mode {
  readonly delivery: Delivery
  readonly strategy: Strategy
  readonly seed: string
}

/** A process that is observed: its id in the case, and which start of that id it is. */
export interface Actor {
  readonly pid: AnyPid
  readonly id: string
  readonly nth: number
}

/** What is observed, written down as the cases of a kind write it. */
export interface Notation {
  /** A process in a term. */
  name(actor: Actor): string
  down(actor: Actor, reason: Json): Event
}

export const plainNotation: Notation = {
  name: ({ id }) => id,
  down: ({ id }, reason) => ['down', id, reason],
}

/** Cases are short: who needs more virtual time than this (an hour) will never settle. */
const longestCase = 60 * 60 * 1000

export class CaseWorld {
  readonly machine: Machine
  readonly #notation: Notation
  /** By pid.id, in the order in which they became known. */
  readonly #actors = new Map<number, Actor>()
  readonly #latest = new Map<string, Actor>()
  readonly #starts = new Map<string, number>()
  /** Those whose deaths count. */
  readonly #started = new Set<number>()
  #paused: AnyPid | null = null
  #bug: string | null = null
  #events: Event[] = []
  #answer: Json = null

  constructor(mode: Mode, notation: Notation = plainNotation) {
    this.machine = new Machine({ ...mode, limits: { time: longestCase } })
    this.#notation = notation
    this.machine.watch((event) => {
      if (event.kind === 'exit') this.#died(event)
    })
  }

  /** Starts a process that is not part of the case, or one that makes itself known. */
  start(body: BodyFunction, args: readonly unknown[], label: string): AnyPid {
    const pid = this.machine.start(body, args, label)
    if (pid === null) throw new BadCase(`cannot start ${label}`)
    return pid
  }

  /** The process is the next start of `id`. */
  known(pid: AnyPid, id: string): Actor {
    const nth = (this.#starts.get(id) ?? 0) + 1
    const actor: Actor = { pid, id, nth }
    this.#starts.set(id, nth)
    this.#actors.set(pid.id, actor)
    this.#latest.set(id, actor)
    return actor
  }

  /** Its start has succeeded: from now on its death is an event. */
  started(pid: AnyPid): void {
    this.#started.add(pid.id)
  }

  /** The latest start of `id`. */
  pid(id: string): AnyPid | undefined {
    return this.#latest.get(id)?.pid
  }

  /** How often `id` has been started. */
  starts(id: string): number {
    return this.#starts.get(id) ?? 0
  }

  isAlive(pid: AnyPid): boolean {
    return this.machine.world.isAlive(pid)
  }

  /** Those observed who are alive. */
  alive(): readonly Actor[] {
    return [...this.#actors.values()].filter(({ pid }) => this.isAlive(pid))
  }

  nameOf(pid: AnyPid): string {
    const actor = this.#actors.get(pid.id)
    return actor === undefined ? 'driver' : this.#notation.name(actor)
  }

  /** A term as the case writes it. */
  term(term: unknown): Json {
    return encode(term, (pid) => this.nameOf(pid))
  }

  log(...event: Event): void {
    this.#events.push(event)
  }

  /** The events since the last call. */
  take(): readonly Event[] {
    return this.#events.splice(0)
  }

  /** Gives a process an op, lets the world settle, and hands over the answer, written as in the case. */
  ask(pid: AnyPid, op: unknown): Json {
    this.#answer = null
    this.machine.post(pid, { kind: 'do', op })
    this.settle(() => this.#answer === null && this.isAlive(pid))
    return this.#answer ?? 'died'
  }

  /** What the process that was asked answers. */
  answer(value: unknown): void {
    this.#answer = this.term(value)
  }

  /** Lets `ms` pass, and settles. */
  advance(ms: number): void {
    const until = this.machine.now + ms
    while (this.machine.now < until) this.#pass(this.machine.advance(1))
    this.settle()
  }

  /** `pending` says whether there is something else to wait for. */
  settle(pending: () => boolean = () => false): void {
    let stop = this.#pass(this.machine.run(this.machine.now))
    while (pending() || this.#isBusy()) {
      if (stop.kind === 'idle') throw new BadCase('it never settles: nothing can happen any more')
      if (this.machine.now > longestCase) throw new BadCase('it never settles')
      const { steps } = this.machine
      while (stop.kind === 'time' && this.machine.steps === steps) {
        stop = this.#pass(this.machine.advance(1))
      }
    }
  }

  /** While `during` goes on, signals reach the process but it does not run. */
  paused(pid: AnyPid, during: () => void): void {
    this.machine.pause(pid)
    this.#paused = pid
    during()
    this.#paused = null
    this.machine.resume(pid)
  }

  #isBusy(): boolean {
    for (const { pid } of this.#actors.values()) {
      const info = pid === this.#paused ? undefined : this.machine.world.infoOf(pid)
      if (info !== undefined && (info.messageQueueLen > 0 || info.sleeping)) return true
    }
    return false
  }

  #died({ pid, reason }: ExitEvent): void {
    // Cases raise terms. An error of JavaScript is a bad op, or a bug of ours.
    if (isCrash(reason) && isPlainError(reason.crash)) {
      this.#bug ??= `${pid.path}: ${reason.crash.error}: ${reason.crash.message}`
    }
    const actor = this.#actors.get(pid.id)
    if (actor === undefined || !this.#started.has(pid.id)) return
    this.#events.push(this.#notation.down(actor, this.term(reason)))
  }

  #pass(stop: Stop): Stop {
    if (this.#bug !== null) throw new BadCase(this.#bug)
    if (stop.kind === 'mistake') throw new BadCase(`${stop.message}; ${stop.hint}`)
    if (stop.kind === 'limit') throw new BadCase(`it exceeds ${stop.value} ${stop.limit}`)
    return stop
  }
}

/** What `errorTerm` makes of an error that carries no term of its own. */
function isPlainError(term: unknown): term is { readonly error: string; readonly message: string } {
  if (typeof term !== 'object' || term === null) return false
  const { error, message } = term as Readonly<Record<string, unknown>>
  return typeof error === 'string' && typeof message === 'string'
}
