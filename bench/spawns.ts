import { Uniform } from '../src/explore/uniform.ts'
import { Machine, type Body, type Delivery } from '../src/machine/index.ts'
import { isDown, receive, spawnMonitor, type DownMessage } from '../src/process/index.ts'
import { bareSpawns } from './bare-loop.ts'
import type { Comparison } from './comparison.ts'
import { perSecond } from './measure.ts'

/** A process makes one child after the other, each ending at once, and waits for its DOWN. */
export function spawns(children: number): Comparison {
  return {
    name: 'spawn and monitored exit',
    unit: 'processes/s',
    mayday: (delivery) => perSecond(() => raise(children, delivery)),
    bare: () => perSecond(() => bareSpawns(children)),
    beam: (beam) => beam.measure('spawns', 1, children),
  }
}

function raise(children: number, delivery: Delivery): number {
  const machine = new Machine({ strategy: new Uniform(), delivery, limits: { steps: Infinity } })
  machine.start(function* () {
    for (let i = 0; i < children; i++) {
      const { ref } = yield* spawnMonitor(child)
      const isItsDown = (message: unknown): message is DownMessage =>
        isDown(message) && message.ref === ref
      yield* receive(isItsDown)
    }
  })
  machine.run()
  return children
}

function* child(): Body {}
