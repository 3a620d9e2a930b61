import { Uniform } from '../src/explore/uniform.ts'
import { Machine, type Body, type Delivery } from '../src/machine/index.ts'
import { randomInt, receive, self, send, spawn, type Pid } from '../src/process/index.ts'
import { bareRing } from './bare-loop.ts'
import type { Comparison } from './comparison.ts'
import { perSecond } from './measure.ts'

const STEPS = 1000
const WORKERS = 4

/** Whole runs of 1,000 steps, each with a seed of its own: a new machine, a small system, the digest. */
export function seeds(runs: number): Comparison {
  return {
    name: 'seeds of 1,000 steps',
    unit: 'runs/s',
    mayday: (delivery) => perSecond(() => sweep(runs, delivery)),
    bare: () => perSecond(() => bareSweep(runs)),
    beam: null,
  }
}

function sweep(runs: number, delivery: Delivery): number {
  const digests = new Set<string>()
  for (let seed = 0; seed < runs; seed++) {
    const limits = { steps: STEPS }
    const machine = new Machine({ seed: String(seed), strategy: new Uniform(), delivery, limits })
    machine.start(client)
    if (machine.run().kind !== 'limit') throw new Error(`seed ${seed} ended early`)
    machine.end()
    digests.add(machine.digest)
  }
  if (digests.size !== runs) throw new Error('two seeds had the same digest')
  return runs
}

interface Team {
  readonly workers: readonly Pid[]
}

interface Job {
  readonly from: Pid
  readonly hops: number
}

/** Sends jobs to workers at random, several at a time; each comes back after a few hops between workers. */
function* client(): Body {
  const from = yield* self()
  const workers: Pid[] = []
  for (let i = 0; i < WORKERS; i++) workers.push(yield* spawn(worker))
  for (const each of workers) yield* send(each, { workers } satisfies Team)
  for (let open = 0; ; open++) {
    if (open >= WORKERS) yield* receive()
    const job: Job = { from, hops: yield* randomInt(3) }
    yield* send(workers[yield* randomInt(WORKERS)]!, job)
  }
}

function* worker(): Body {
  const { workers } = yield* receive(isTeam)
  for (;;) {
    const { from, hops } = (yield* receive()) as Job
    if (hops === 0) yield* send(from, 'done')
    else yield* send(workers[yield* randomInt(WORKERS)]!, { from, hops: hops - 1 })
  }
}

/** A colleague's job may overtake the introduction. */
function isTeam(message: unknown): message is Team {
  return typeof message === 'object' && message !== null && 'workers' in message
}

function bareSweep(runs: number): number {
  for (let run = 0; run < runs; run++) bareRing(WORKERS + 1)(STEPS)
  return runs
}
