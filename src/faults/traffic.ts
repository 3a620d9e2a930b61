import { decide, exponentialTicks, mix } from '../base/index.ts'
import type { Machine } from '../machine/index.ts'
import type { AnyPid } from '../record/index.ts'
import type { Delay, HoldEnd, Lasting } from './fault.ts'
import type { Matcher, Roster } from './roster.ts'
import type { Party } from './selector.ts'

/** A fault of an edge that is in force: for all signals from one matching process to another. */
interface Rule {
  readonly from: Matcher
  readonly to: Matcher
}

interface Slowness extends Rule {
  readonly by: Delay
  readonly name: number
}

interface Blockade extends Rule {
  /** Whose death ends it. */
  readonly until: Matcher | null
  /** The pairs that it has held so far. */
  readonly pairs: Map<string, readonly [from: AnyPid, to: AnyPid]>
}

/**
 * Delays and holds. Both hang on the machine's question how long a signal takes, so that they
 * cover the signal that has set them off, and processes that are born later.
 */
export class Traffic {
  readonly #machine: Machine
  readonly #roster: Roster
  readonly #root: number
  readonly #delays = new Set<Slowness>()
  readonly #holds = new Set<Blockade>()

  constructor(machine: Machine, roster: Roster, root: number) {
    this.#machine = machine
    this.#roster = roster
    this.#root = root
  }

  /** From now on the machine asks. */
  listen(): void {
    this.#machine.latency = (from, to, nth) => this.#latency(from, to, nth)
  }

  /** Delays the signals on the edge, each by its own draw. `name` is that of the strike. */
  delay(from: Party, to: Party, by: Delay, lasting: Lasting, name: number): void {
    const rule = { from: this.#matcher(from), to: this.#matcher(to), by, name }
    this.#delays.add(rule)
    if (lasting === 'quiet') return
    this.#machine.at(this.#machine.now + lasting, () => this.#delays.delete(rule), name)
  }

  /** Holds the signals on the edge, those under way included. */
  hold(from: Party, to: Party, until: HoldEnd, name: number): void {
    const dies = until.kind === 'dies' ? this.#matcher(until.whom) : null
    const pairs: Blockade['pairs'] = new Map()
    const rule = { from: this.#matcher(from), to: this.#matcher(to), until: dies, pairs }
    this.#holds.add(rule)
    for (const [sender, receiver] of this.#machine.underWay()) {
      if (!rule.from(sender) || !rule.to(receiver)) continue
      this.#machine.hold(sender, receiver)
      pairs.set(pairKey(sender, receiver), [sender, receiver])
    }
    if (until.kind === 'dies') return
    this.#machine.at(this.#machine.now + until.duration, () => this.#lift(rule), name)
  }

  /** Somebody has died: holds that waited for it end. */
  died(pid: AnyPid): void {
    for (const rule of this.#holds) {
      if (rule.until?.(pid) === true) this.#machine.soon(() => this.#lift(rule))
    }
  }

  /** Everything travels as before; what is late already stays late. */
  heal(): void {
    this.#delays.clear()
    for (const rule of this.#holds) this.#lift(rule)
  }

  #matcher(party: Party): Matcher {
    return party.kind === 'all' ? this.#roster.matcher(party.of) : nobody
  }

  #latency(from: AnyPid, to: AnyPid, nth: number): number {
    let latency = 0
    for (const rule of this.#holds) {
      if (!rule.from(from) || !rule.to(to)) continue
      rule.pairs.set(pairKey(from, to), [from, to])
      latency = Infinity
    }
    if (latency === Infinity) return latency
    for (const { from: sends, to: receives, by, name } of this.#delays) {
      if (!sends(from) || !receives(to)) continue
      latency += drawDelay(by, decide(this.#root, mix(mix(name, from.hash), to.hash), nth))
    }
    return latency
  }

  #lift(rule: Blockade): void {
    if (!this.#holds.delete(rule)) return
    const others = [...this.#holds]
    for (const [key, [from, to]] of rule.pairs) {
      if (!others.some(({ pairs }) => pairs.has(key))) this.#machine.release(from, to)
    }
  }
}

function pairKey(from: AnyPid, to: AnyPid): string {
  return `${from.id}>${to.id}`
}

const nobody: Matcher = () => false

/** A mean waiting time of `exponentialTicks`. */
const TICKS = 2 ** 20

/** A delay in whole milliseconds, for a hash that is uniform over 32 bits. */
export function drawDelay(delay: Delay, hash: number): number {
  switch (delay.kind) {
    case 'constant':
      return delay.value
    case 'uniform':
      return delay.min + ((hash >>> 0) % (delay.max - delay.min + 1))
    case 'exponential':
      return Math.round((delay.mean * exponentialTicks(hash)) / TICKS)
  }
}
