import { Uniform } from '../src/explore/uniform.ts'
import { Machine, type Body, type Delivery } from '../src/machine/index.ts'
import { receive, spawn } from '../src/process/index.ts'
import { bareIdlers } from './bare-loop.ts'
import type { Comparison } from './comparison.ts'
import { Counter } from './counter.ts'
import { bytesEach } from './measure.ts'

/** What a process costs that waits for its first message. */
export function idleProcesses(processes: number): Comparison {
  return {
    name: 'idle process',
    unit: 'bytes',
    mayday: (delivery) =>
      idlers(processes, delivery, function* () {
        for (let i = 0; i < processes; i++) yield* spawn(idle)
      }),
    bare: () => bytesEach(processes, () => bareIdlers(processes)),
    beam: (beam) => beam.measure('idle_processes', processes, 1),
  }
}

/** What a gen_server costs that waits for its first request. */
export function idleServers(servers: number): Comparison {
  return {
    name: 'idle gen_server',
    unit: 'bytes',
    mayday: (delivery) =>
      idlers(servers, delivery, function* () {
        for (let i = 0; i < servers; i++) yield* Counter.start(0)
      }),
    bare: () => bytesEach(servers, () => bareIdlers(servers)),
    beam: (beam) => beam.measure('idle_servers', servers, 1),
  }
}

function* idle(): Body {
  yield* receive()
}

function idlers(processes: number, delivery: Delivery, root: () => Body): number {
  return bytesEach(processes, () => {
    const machine = new Machine({ strategy: new Uniform(), delivery, limits: { steps: Infinity } })
    machine.start(root)
    machine.run()
    return machine
  })
}
