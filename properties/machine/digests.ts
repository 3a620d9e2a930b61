// Prints the digests of many seeds: run by determinism.test.ts in a process of its own.

import { Uniform } from '../../src/explore/uniform.ts'
import { Machine, type Delivery } from '../../src/machine/index.ts'
import { smallSystem } from '../../tests/golden/small-system.ts'

/** The digests of the system for seeds 0 … count − 1, in both kinds of delivery. */
export function digests(count: number): readonly string[] {
  const found: string[] = []
  for (const delivery of ['instant', 'ordered_pairs'] satisfies Delivery[]) {
    for (let seed = 0; seed < count; seed++) {
      const machine = new Machine({ seed: String(seed), delivery, strategy: new Uniform() })
      machine.start(smallSystem, [1])
      const stop = machine.run()
      found.push(
        `${delivery} ${seed} ${stop.kind} ${machine.steps} ${machine.now} ${machine.digest}`,
      )
    }
  }
  return found
}

const [, program = '', count] = process.argv
if (count !== undefined && program.endsWith('digests.ts')) {
  process.stdout.write(JSON.stringify(digests(Number(count))))
}
