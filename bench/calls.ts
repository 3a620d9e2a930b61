import { Uniform } from '../src/explore/uniform.ts'
import { Machine, type Delivery } from '../src/machine/index.ts'
import { call } from '../src/otp/index.ts'
import { bareRing } from './bare-loop.ts'
import type { Comparison } from './comparison.ts'
import { Counter } from './counter.ts'
import { perSecond } from './measure.ts'

/** One client calls one server, again and again: monitor, request, answer, demonitor. */
export function calls(count: number): Comparison {
  return {
    name: 'gen_server calls',
    unit: 'calls/s',
    mayday: (delivery) => perSecond(() => callOften(count, delivery)),
    // At the least a call is two messages between two processes.
    bare: () => perSecond(() => bareRing(2)(2 * count) / 2),
    beam: (beam) => beam.measure('calls', 1, count),
  }
}

function callOften(count: number, delivery: Delivery): number {
  const machine = new Machine({ strategy: new Uniform(), delivery, limits: { steps: Infinity } })
  let total = 0
  machine.start(function* () {
    const counter = yield* Counter.startLink(0)
    for (let i = 0; i < count; i++) total = yield* call(counter, 'add', 1)
  })
  machine.run()
  if (total !== count) throw new Error(`${count} calls added up to ${total}`)
  return count
}
