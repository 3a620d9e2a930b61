import { unreachable } from '../base/index.ts'
import { isIdle, type Machine, type Process, type ProcessInfo } from '../machine/index.ts'
import { tagOf } from '../otp/index.ts'
import { ErlangError, ExitError, type AnyPid, type Reason } from '../record/index.ts'
import { Ailments } from './ailments.ts'
import type { OwnSteps } from './own-steps.ts'
import type { Roster } from './roster.ts'
import { named, strikeHash, vain, type Blow, type Strike, type Where } from './strike.ts'
import { Traffic } from './traffic.ts'

/**
 * The hand that strikes: it does to the machine what a strike says, writes it down, and heals it all
 * when the quiet phase begins. Drawn strikes and replayed ones go through it alike.
 */
export class Striker {
  readonly #machine: Machine
  readonly #roster: Roster
  readonly #steps: OwnSteps
  readonly #ailments: Ailments
  readonly #log: Strike[] = []
  /** Inits that are to fail, by path, in the order in which they were asked for. */
  readonly #failing = new Map<string, Reason[]>()
  /** Those who have a crash before them. */
  readonly #doomed: AnyPid[] = []
  readonly traffic: Traffic
  quiet = false

  constructor(machine: Machine, roster: Roster, steps: OwnSteps, root: number) {
    this.#machine = machine
    this.#roster = roster
    this.#steps = steps
    this.#ailments = new Ailments(machine)
    this.traffic = new Traffic(machine, roster, root)
  }

  /** What has struck so far, in order. */
  get log(): readonly Strike[] {
    return this.#log
  }

  /** Strikes at once; `process` is the target, when the caller has it in its hands. */
  strike(blow: Blow, target: AnyPid | null, where: Where, process?: Process): void {
    if (this.quiet) return
    if (target !== null && !this.#roster.isAlive(target)) return
    const strike = this.#describe(blow, target, where, process)
    this.#log.push(strike)
    const event = { kind: 'fault', fault: blow.kind, pid: target, detail: strike } as const
    // A fault of an edge comes into force in the midst of a sending, which is told to the end first.
    if (target === null) this.#machine.soon(() => this.#machine.tell(event))
    else this.#machine.tell(event)
    this.#inflict(strike, target)
  }

  /**
   * Makes the strike an event of its own, which the schedule lets happen when it likes. It may then
   * come too late, and to nothing.
   */
  offer(blow: Blow, target: AnyPid, where: Where): void {
    if (this.quiet) return
    const planned: Strike = { do: blow, target: named(target), where, vain: true }
    const place = this.#log.push(planned) - 1
    const strikeLater = (): void => {
      if (this.quiet || !this.#roster.isAlive(target)) return
      const strike = this.#describe(blow, target, where)
      this.#log[place] = strike
      this.#machine.tell({ kind: 'fault', fault: blow.kind, pid: target, detail: strike })
      this.#inflict(strike, target)
    }
    this.#machine.at(this.#machine.now, strikeLater, strikeHash(planned))
  }

  /** Writes down that at `where` there was nobody to be struck. */
  miss(blow: Blow, where: Where): void {
    this.#log.push(vain(blow, where))
  }

  /** A process enters its init; for a bare one that is its spawn. */
  enters(pid: AnyPid): void {
    if (this.#failing.size === 0) return
    const reasons = this.#failing.get(pid.path)
    if (reasons === undefined) return
    if (reasons.length === 1) this.#failing.delete(pid.path)
    const reason = reasons.shift()
    this.#machine.soon(() => this.#failInit(pid, reason))
  }

  /** From now on nothing strikes, and everything goes on as before. */
  calm(): void {
    this.quiet = true
    this.#machine.tell({ kind: 'fault', fault: 'quiet', pid: null, detail: null })
    this.#ailments.heal()
    this.traffic.heal()
    this.#failing.clear()
    for (const pid of this.#doomed) this.#machine.spare(pid)
  }

  #describe(blow: Blow, target: AnyPid | null, where: Where, process?: Process): Strike {
    if (target === null) return { do: blow, target, where }
    const during =
      process?.pid === target
        ? occupation(process)
        : occupationOf(this.#machine.world.infoOf(target))
    return { do: blow, target: named(target), where, ...(during !== '' && { during }) }
  }

  #inflict(strike: Strike, target: AnyPid | null): void {
    const { do: blow } = strike
    if (blow.kind === 'delay') {
      const { edge, by } = blow
      this.traffic.delay(edge.from, edge.to, by, blow.for, strikeHash(strike))
      return
    }
    if (blow.kind === 'hold') {
      this.traffic.hold(blow.edge.from, blow.edge.to, blow.until, strikeHash(strike))
      return
    }
    if (target === null) return
    switch (blow.kind) {
      case 'kill':
        this.#machine.kill(target)
        return
      case 'exit':
        this.#machine.exit(target, blow.reason)
        return
      case 'crash':
        this.#crash(target, blow.error)
        return
      case 'init_fails':
        this.#failInits(target, blow.reason, blow.times)
        return
      case 'pause':
        this.#ailments.pause(target, blow.for, strikeHash(strike))
        return
      case 'slow':
        this.#ailments.slow(target, blow.by, blow.for, strikeHash(strike))
        return
      default:
        unreachable(blow)
    }
  }

  #crash(target: AnyPid, term: unknown): void {
    const error = new ErlangError(term)
    // At a callback or a labelled point of its own: there it is.
    if (this.#machine.current === target) {
      this.#machine.raise(target, error)
      return
    }
    if (this.#roster.behaviourOf(target) === null) {
      this.#steps.next(target, () => {
        if (!this.quiet) this.#machine.raise(target, error)
      })
      return
    }
    this.#doomed.push(target)
    this.#machine.crashNext(target, error, null)
  }

  #failInits(target: AnyPid, reason: Reason, times: number): void {
    const isNow = this.#isInInit(target)
    const later = isNow ? times - 1 : times
    if (later > 0) {
      const reasons = this.#failing.get(target.path) ?? []
      reasons.push(...new Array<Reason>(later).fill(reason))
      this.#failing.set(target.path, reasons)
    }
    if (isNow) this.#failInit(target, reason)
  }

  /** Whether the init is the one that is going on, which then counts as the first. */
  #isInInit(target: AnyPid): boolean {
    const info = this.#machine.world.infoOf(target)
    if (info === undefined) return false
    if (info.behaviour === null) return info.reductions === 0
    return info.currentCallback === 'init' && this.#machine.current === target
  }

  #failInit(target: AnyPid, reason: Reason): void {
    if (this.#machine.current === target) this.#machine.raise(target, new ExitError(reason))
    else this.#machine.exit(target, reason)
  }
}

/** What a process is doing that is about to take a step. */
function occupation(process: Process): string {
  const { callback, callbackTag, status, info, answer, count } = process
  if (callback !== null) return inCallback(callback, callbackTag)
  if (count === 0) return 'not yet begun'
  if (status === 'waiting') return isIdle(process) ? 'idle' : ''
  if (info.behaviour === null) return ''
  return `about to handle ${tagOf(answer) || 'a message'}`
}

/** What a process is doing, seen from outside. */
function occupationOf(info: ProcessInfo | undefined): string {
  if (info === undefined) return ''
  const { currentCallback, currentTag, status, behaviour, reductions, sleeping } = info
  if (currentCallback !== null) return inCallback(currentCallback, currentTag)
  if (reductions === 0) return 'not yet begun'
  if (status === 'waiting') return sleeping ? 'asleep' : 'idle'
  return behaviour === null ? '' : 'about to handle a message'
}

function inCallback(callback: string, tag: string | null): string {
  if (callback === 'init' || callback === 'terminate') return `in ${callback}`
  return `handling ${tag === null || tag === '' ? 'a message' : tag}`
}
