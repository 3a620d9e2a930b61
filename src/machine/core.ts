import { mix, stream, toHex, type Stream, type ValueMode } from '../base/index.ts'
import type { AnyPid, Ref, TraceEvent } from '../record/index.ts'
import { Clock } from './clock.ts'
import { Enabled } from './enabled.ts'
import type { Halt } from './halt.ts'
import type { Limits } from './limits.ts'
import type { AnswerQuietly } from './operation.ts'
import type { Process } from './process.ts'
import { ProcessTable } from './process-table.ts'
import type { Strategy } from './strategy.ts'
import type { Timer } from './timer.ts'

/** How signals travel: at once, or in one channel per ordered pair of processes, which may lag. */
export type Delivery = 'instant' | 'ordered_pairs'

/** Told before a process takes its next step; answers false when it must not take it now. */
export type BeforeStep = (process: Process) => boolean

/**
 * Milliseconds that a signal on this edge takes besides what the schedule makes of it. Infinity holds
 * the edge, from this signal on and until it is released.
 */
export type Latency = (from: AnyPid, to: AnyPid, nth: number) => number

/**
 * The state of one simulated world. It belongs to the machine's own files: the functions that
 * perform operations, deliver signals and end processes all work on this record.
 */
export class Core {
  readonly strategy: Strategy
  readonly delivery: Delivery
  readonly values: ValueMode
  readonly limits: Limits
  readonly clock: Clock = new Clock()
  readonly enabled: Enabled = new Enabled(this.clock)
  readonly draws: Stream

  step = 0
  signals = 0
  /** The process that is going on at this moment, for error messages and leak reports. */
  current: Process | null = null
  halt: Halt | null = null

  readonly living: ProcessTable = new ProcessTable()
  /** Dead ones whose last signals are still under way: a late DOWN must not overtake them. */
  readonly ghosts: Map<number, Process> = new Map()
  readonly names: Map<string, Process> = new Map()
  readonly timers: Map<Ref, Timer> = new Map()
  /** How many processes have had this path before: the next one's life. */
  readonly lives: Map<string, number> = new Map()
  created = 0

  /** Where events go when anybody wants them; null costs nothing. */
  watch: ((event: TraceEvent) => void) | null = null
  /** Whether an event is being told. */
  telling = false
  beforeStep: BeforeStep | null = null
  /** Performs the quiet operations of the process that is going on. */
  answer: AnswerQuietly = () => false
  latency: Latency | null = null
  /** Whether a fault has ever delayed or held a signal: until then instant delivery needs no channels. */
  detours = false
  /** In instant delivery: signals that are no messages, which take effect at the end of the step. */
  readonly backlog: Caused[] = []
  /** Faults that a watcher asked for during a step; carried out when the step is over. */
  readonly after: (() => void)[] = []

  #h1 = 0x243f6a88
  #h2 = 0x13198a2e

  constructor(config: CoreConfig) {
    this.strategy = config.strategy
    this.delivery = config.delivery
    this.values = config.values
    this.limits = config.limits
    this.draws = stream(config.seed, 'process')
  }

  /** Folds a word into the rolling hash of the run: two lanes of 32 bits. */
  hash(x: number): void {
    this.#h1 = mix(this.#h1, x)
    this.#h2 = Math.imul((this.#h2 ^ x) + 0x9e3779b9, 0x85ebca6b) ^ (this.#h2 >>> 13)
  }

  /** The rolling hash so far, 16 hexadecimal digits. */
  get digest(): string {
    return toHex(this.#h1, this.#h2)
  }
}

/** A signal on its way without a channel. */
export interface Caused {
  readonly from: Process
  readonly to: Process
  readonly item: unknown
  readonly id: number
}

export interface CoreConfig {
  readonly seed: string
  readonly strategy: Strategy
  readonly delivery: Delivery
  readonly values: ValueMode
  readonly limits: Limits
}
