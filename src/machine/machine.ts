import { fingerprint, hashString, invariant, type ValueMode } from '../base/index.ts'
import {
  OUTSIDE,
  type AnyPid,
  type FaultEvent,
  type Reason,
  type TraceEvent,
} from '../record/index.ts'
import { settle } from './after.ts'
import type { AnyCandidate } from './candidate.ts'
import { ChainOrder } from './chain-order.ts'
import type { Channel } from './channel.ts'
import { channelTo, offerChannel } from './channels.ts'
import { Core, type BeforeStep, type Delivery, type Latency } from './core.ts'
import { deliverBacklog, deliverNext } from './delivery.ts'
import { die, exitSignal } from './exits.ts'
import { fire } from './fire.ts'
import type { Halt, Mistake } from './halt.ts'
import { DEFAULT_LIMITS, type LimitName, type Limits } from './limits.ts'
import { arrive } from './mailbox.ts'
import { nameFrom } from './names.ts'
import { returnToPage, turnPage } from './operation.ts'
import type { Process } from './process.ts'
import { draw } from './quiet.ts'
import { ready } from './ready.ts'
import { answerQuietly, resume } from './resume.ts'
import { sealed, taken } from './seal.ts'
import { spawn, type BodyFunction } from './spawn.ts'
import type { Strategy } from './strategy.ts'
import { tick, wake } from './timers.ts'
import { WorldView, type World } from './world.ts'

export interface MachineOptions {
  readonly seed?: string
  readonly strategy?: Strategy
  readonly delivery?: Delivery
  readonly values?: ValueMode
  readonly limits?: Partial<Limits>
}

/** Why `run` came back. */
export type Stop =
  /** Nothing is ready, nothing is under way, no timer waits. */
  | { readonly kind: 'idle' }
  /** Only time could move on, and it may not go beyond the bound that was asked for. */
  | { readonly kind: 'time' }
  | Halt

/**
 * One simulated world and the loop that moves it: choose, carry out, again. Running is an ordinary
 * synchronous call; the same seed and the same bodies give the same bytes.
 */
export class Machine {
  readonly #core: Core
  readonly world: World
  /** Called after every step: for properties that judge states, and for checkpoints. */
  afterStep: (() => void) | null = null
  readonly #watchers: ((event: TraceEvent) => void)[] = []

  constructor(options: MachineOptions = {}) {
    const seed = options.seed ?? '0'
    const core = new Core({
      seed,
      strategy: options.strategy ?? new ChainOrder(),
      delivery: options.delivery ?? 'ordered_pairs',
      values: options.values ?? 'freeze',
      limits: { ...DEFAULT_LIMITS, ...options.limits },
    })
    core.answer = (operation) => answerQuietly(core, operation)
    core.strategy.begin({ seed })
    this.#core = core
    this.world = new WorldView(core)
  }

  get now(): number {
    return this.#core.clock.now
  }

  get steps(): number {
    return this.#core.step
  }

  /** The rolling hash of everything that has happened so far. */
  get digest(): string {
    return this.#core.digest
  }

  /** The process that is going on right now, for those who catch a leak while it happens. */
  get current(): AnyPid | null {
    return this.#core.current?.pid ?? null
  }

  /** As `current`, but null while watchers are told of what it does: the code that runs then is not its own. */
  get running(): AnyPid | null {
    return this.#core.telling ? null : this.current
  }

  /** A random draw of the process that is going on right now, as `random` of that process would be. */
  draw(): number {
    const { current } = this.#core
    invariant(current !== null, 'only a process draws')
    return draw(this.#core, current, undefined)
  }

  /** Creates a process without a parent; its path is `/label`, and `/` for the root of a system. */
  start(body: BodyFunction, args: readonly unknown[] = [], label = ''): AnyPid | null {
    return spawn(this.#core, null, body, args, { label })?.pid ?? null
  }

  /** Puts a message from outside into a living process's mailbox. */
  post(to: AnyPid | string, message: unknown): boolean {
    const core = this.#core
    const process = typeof to === 'string' ? core.names.get(nameFrom('post', to)) : this.#find(to)
    if (process === undefined) return false
    core.hash(sealed(core, process, 'post', message))
    arrive(core, process, taken(core, message), ++core.signals)
    return true
  }

  /** Adds somebody who is told every event as it happens. Must not touch the world while being told. */
  watch(watcher: (event: TraceEvent) => void): void {
    this.#watchers.push(watcher)
    const core = this.#core
    core.watch = (event) => {
      core.telling = true
      try {
        for (const each of this.#watchers) each(event)
      } finally {
        core.telling = false
      }
    }
  }

  /**
   * Carries out steps until there is nothing left to do, or nothing without time passing beyond
   * `until` (virtual milliseconds), or a limit or a mistake ends the run.
   */
  run(until: number = Infinity): Stop {
    const outer = turnPage(this.#core.answer)
    try {
      return this.#run(until)
    } finally {
      returnToPage(outer)
    }
  }

  #run(until: number): Stop {
    const core = this.#core
    const { enabled, clock, strategy, limits } = core
    while (core.halt === null) {
      if (core.after.length > 0) settle(core)
      if (core.backlog.length > 0) deliverBacklog(core)
      const next = clock.next
      enabled.mayTick = next !== undefined && next.due <= until
      if (enabled.size === 0 && !enabled.mayTick) {
        return { kind: next === undefined ? 'idle' : 'time' }
      }
      if (core.step >= limits.steps) return this.#limit('steps', limits.steps)
      core.step++
      const choice = enabled.size === 0 ? 'tick' : strategy.choose(enabled)
      if (choice !== 'tick') carryOut(core, choice)
      else if (next!.due > limits.time) return this.#limit('time', limits.time)
      else {
        enabled.last = null
        tick(core)
      }
      this.afterStep?.()
    }
    return core.halt
  }

  /** Lets `ms` of virtual time pass, doing everything that falls due; ends at exactly that time. */
  advance(ms: number): Stop {
    const until = this.#core.clock.now + ms
    const stop = this.run(until)
    if (stop.kind === 'idle' || stop.kind === 'time') this.#core.clock.now = until
    return stop
  }

  end(): void {
    this.#core.strategy.end(this.#core.step)
  }

  /** Ends the run with a user's mistake that somebody outside the interpreter has found. */
  fail(mistake: Mistake): void {
    this.#core.halt ??= mistake
  }

  /** Ends the run by a limit that somebody outside the interpreter watches. */
  exceed(limit: LimitName, value: number): void {
    this.#core.halt ??= { kind: 'limit', limit, value, pid: null }
  }

  // What faults may do. Each is safe at any time; on dead processes they do nothing.

  /** Asked before each step of a process whether it may take it. */
  set beforeStep(hook: BeforeStep | null) {
    this.#core.beforeStep = hook
  }

  /** Milliseconds that signals take on their edges. */
  set latency(hook: Latency | null) {
    this.#core.latency = hook
    this.#core.detours = true
  }

  /** Puts a fault into the trace and the hash. */
  tell(event: FaultEvent): void {
    const core = this.#core
    core.hash(hashString(event.fault))
    core.hash(event.pid === null ? 0 : event.pid.hash)
    core.hash(fingerprint(event.detail))
    if (core.watch !== null) core.watch({ ...event, step: core.step, time: core.clock.now })
  }

  /**
   * Runs `action` when the present step is over, or, if there is none, when the run goes on. What is
   * asked for at a callback or at a labelled point is done on the spot, before the process goes on.
   */
  soon(action: () => void): void {
    this.#core.after.push(action)
  }

  /**
   * Runs `action` at a point in virtual time, as an event that the schedule may put before or after
   * others of that time. `name` is its stable name.
   */
  at(time: number, action: () => void, name = 0): void {
    wake(this.#core, time, name, action)
  }

  /** Ends a process as exit(Pid, kill) does. */
  kill(pid: AnyPid): void {
    const process = this.#find(pid)
    if (process !== undefined) die(this.#core, process, 'killed')
  }

  /** Sends a process an exit signal from outside the simulated world. */
  exit(pid: AnyPid, reason: Reason): void {
    const process = this.#find(pid)
    if (process !== undefined) exitSignal(this.#core, process, OUTSIDE, reason, 'exit')
  }

  /** Throws `error` inside the next callback of the process (of the given name, if any). */
  crashNext(pid: AnyPid, error: unknown, when: string | null): void {
    const process = this.#find(pid)
    if (process !== undefined) process.crashNext = { error, when }
  }

  /** Takes back what `crashNext` has asked for, if it has not come to it yet. */
  spare(pid: AnyPid): void {
    const process = this.#find(pid)
    if (process !== undefined) process.crashNext = null
  }

  /**
   * Throws `error` at the operation where the process stands. Only for a process that is about to take
   * a step, as it is in `beforeStep`: the answer that it had is lost.
   */
  raise(pid: AnyPid, error: unknown): void {
    const process = this.#find(pid)
    if (process === undefined || process.status !== 'ready') return
    process.answer = error
    process.throws = true
  }

  /** The process takes no step until `resume`. */
  pause(pid: AnyPid): void {
    const process = this.#find(pid)
    if (process === undefined) return
    process.paused = true
    this.#core.enabled.remove(process)
  }

  resume(pid: AnyPid): void {
    const process = this.#find(pid)
    if (process === undefined || !process.paused) return
    process.paused = false
    // One that is just taking its step goes on by itself.
    const standing = process.status === 'ready' && process !== this.#core.current
    if (standing) ready(this.#core, process)
  }

  /** From now on the process rests for `ms` before each of its steps. */
  slow(pid: AnyPid, ms: number): void {
    const process = this.#find(pid)
    if (process !== undefined) process.slowBy = ms
  }

  /** Keeps everything that travels from one process to another until `release`. */
  hold(from: AnyPid, to: AnyPid): void {
    const channel = this.#channel(from, to)
    if (channel === undefined) return
    channel.held = true
    this.#core.detours = true
    this.#core.enabled.remove(channel)
  }

  release(from: AnyPid, to: AnyPid): void {
    const channel = this.#channel(from, to)
    if (channel === undefined) return
    channel.held = false
    offerChannel(this.#core, channel)
  }

  /** The pairs of processes between which something is under way, the dead among them included. */
  underWay(): readonly (readonly [from: AnyPid, to: AnyPid])[] {
    const { living, ghosts } = this.#core
    const pairs: (readonly [AnyPid, AnyPid])[] = []
    for (const { pid, outgoing } of [...living.values(), ...ghosts.values()]) {
      for (const [to, { size }] of outgoing ?? []) if (size > 0) pairs.push([pid, to.pid])
    }
    return pairs
  }

  #channel(from: AnyPid, to: AnyPid): Channel | undefined {
    const sender = this.#find(from) ?? this.#core.ghosts.get(from.id)
    if (sender === undefined) return undefined
    const receiver = this.#find(to)
    if (receiver !== undefined) return channelTo(sender, receiver)
    // What is under way to the dead has to arrive all the same: monitors are answered there.
    for (const [process, channel] of sender.outgoing ?? []) {
      if (process.pid === to) return channel
    }
    return undefined
  }

  #find(pid: AnyPid): Process | undefined {
    return this.#core.living.get(pid.id)
  }

  #limit(limit: LimitName, value: number): Halt {
    return (this.#core.halt = { kind: 'limit', limit, value, pid: null })
  }
}

/** Takes the chosen event. */
function carryOut(core: Core, choice: AnyCandidate): void {
  core.enabled.remove(choice)
  core.enabled.last = choice
  core.hash(choice.hash + choice.count)
  switch (choice.type) {
    case 'run':
      if (core.beforeStep === null || core.beforeStep(choice)) resume(core, choice)
      core.current = null
      return
    case 'deliver':
      deliverNext(core, choice)
      return
    case 'fire':
      fire(core, choice)
      return
  }
}
