import { Uniform } from '../src/explore/uniform.ts'
import { Machine, type Body, type Delivery } from '../src/machine/index.ts'
import { isPid, receive, send, spawn, type AnyPid, type Pid } from '../src/process/index.ts'
import { bareRing } from './bare-loop.ts'
import type { Comparison } from './comparison.ts'
import { perSecond } from './measure.ts'

/** Raw processes in a ring pass one token; only the passing is timed. */
export function ring(processes: number, messages: number): Comparison {
  return {
    name: `ring of ${processes.toLocaleString('en')}`,
    unit: 'messages/s',
    mayday: (delivery) => passToken(processes, messages, delivery),
    bare: () => {
      const pass = bareRing(processes)
      return perSecond(() => pass(messages))
    },
    beam: (beam) => beam.measure('ring', processes, messages),
  }
}

function passToken(processes: number, messages: number, delivery: Delivery): number {
  const machine = new Machine({ strategy: new Uniform(), delivery, limits: { steps: Infinity } })
  let first: AnyPid | undefined
  machine.start(function* () {
    const pids: Pid[] = []
    for (let i = 0; i < processes; i++) pids.push(yield* spawn(node))
    for (const [i, pid] of pids.entries()) yield* send(pid, pids[(i + 1) % processes])
    first = pids[0]
  })
  machine.run()
  machine.post(first!, messages)
  return perSecond(() => {
    machine.run()
    return messages
  })
}

function* node(): Body {
  const next = yield* receive(isPid)
  for (;;) {
    const left = yield* receive(isNumber)
    if (left > 0) yield* send(next as Pid, left - 1)
  }
}

function isNumber(message: unknown): message is number {
  return typeof message === 'number'
}
