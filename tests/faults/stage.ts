import { disturb, strikeText, type Disturbance, type Strike } from '../../src/faults/index.ts'
import {
  ChainOrder,
  Machine,
  type BodyFunction,
  type Delivery,
  type Stop,
  type Strategy,
} from '../../src/machine/index.ts'
import {
  now,
  receive,
  send,
  sleep,
  spawnOpt,
  type Body,
  type Pid,
} from '../../src/process/index.ts'
import { nameOf, type TraceEvent } from '../../src/record/index.ts'

/** What may be given to `disturb`, and how the machine is to be made. */
export interface Direction {
  readonly faults?: Parameters<typeof disturb>[1]
  readonly seed?: string
  readonly strategy?: Strategy
  readonly delivery?: Delivery
  readonly steps?: number
  readonly options?: Parameters<typeof disturb>[3]
}

/** One run of a small system under faults. */
export interface Performance {
  readonly machine: Machine
  readonly disturbance: Disturbance
  readonly stop: Stop
  readonly events: readonly TraceEvent[]
  /** Strikes and ends of processes with their times. */
  readonly story: readonly string[]
}

export function perform(system: BodyFunction<readonly []>, direction: Direction = {}): Performance {
  const { seed = '0', strategy = new ChainOrder(), delivery = 'ordered_pairs', steps } = direction
  const limits = steps === undefined ? {} : { steps }
  const machine = new Machine({ seed, strategy, delivery, limits })
  const events: TraceEvent[] = []
  const story: string[] = []
  machine.watch((event) => {
    events.push(event)
    if (event.kind === 'exit') story.push(`${event.time} ${nameOf(event.pid)} ends`)
    if (event.kind === 'fault') {
      const strike = event.detail as Strike | null
      story.push(`${event.time} ${strike === null ? event.fault : strikeText(strike)}`)
    }
  })
  const disturbance = disturb(machine, direction.faults ?? [], seed, direction.options)
  machine.start(system)
  const stop = machine.run()
  return { machine, disturbance, stop, events, story }
}

/** The strikes that changed something, one line each. */
export function struck({ disturbance }: Performance): readonly string[] {
  return disturbance.strikes.filter(({ vain }) => vain !== true).map(strikeText)
}

/** What a process has seen, with the time at which it saw it. */
export type Diary = (readonly [time: number, what: unknown])[]

/** Sends `count` numbered ticks, so many milliseconds apart. */
export function* ticker(to: Pid, count: number, every: number): Body {
  for (let n = 1; n <= count; n++) {
    yield* send(to, { kind: 'tick', n })
    yield* sleep(every)
  }
}

/** Notes the numbers of the ticks that it gets. */
export function* listener(diary: Diary): Body {
  for (;;) {
    const tick = (yield* receive()) as { readonly n: number }
    diary.push([yield* now(), tick.n])
  }
}

/** `/a` sends ticks to `/b`, 10 ms apart, beginning at 0. */
export function tickTock(diary: Diary, count = 5): BodyFunction<readonly []> {
  return function* () {
    const b = yield* spawnOpt(listener, [diary], { label: 'b' })
    yield* spawnOpt(ticker, [b, count, 10], { label: 'a' })
  }
}

/** Waits for a message, whatever it is, and ends. */
export function* waiter(): Body {
  yield* receive()
}

/** Ends after so many milliseconds. */
export function* sleeper(ms: number): Body {
  yield* sleep(ms)
}

/** Takes `count` steps of its own and ends. */
export function* worker(count: number): Body {
  for (let n = 0; n < count; n++) yield* sleep(1)
}

/** Starts a worker again as soon as it ends: the smallest supervisor. */
export function* keeper(label: string, count: number): Body {
  for (;;) {
    const { ref } = yield* spawnOpt(worker, [count], { label, monitor: true })
    yield* receive((message) => (message as { readonly ref?: unknown }).ref === ref)
  }
}
