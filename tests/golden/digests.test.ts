// The promise that a seed stands for the same run for as long as the version's format does: the digests
// of a fixed system under fixed seeds, as they were. Whoever has to change them (`vitest -u`) breaks
// every seed and capsule that anybody has kept, and says so in CHANGELOG.md.

import { expect, test } from 'vitest'

import { Uniform } from '../../src/explore/uniform.ts'
import { Machine } from '../../src/machine/index.ts'
import { deliveries } from '../support/play.ts'
import { smallSystem } from './small-system.ts'

test('the same seed stands for the same run as ever', async () => {
  const lines: string[] = []
  for (const delivery of deliveries) {
    for (const strategy of ['default', 'uniform']) {
      for (let seed = 0; seed < (strategy === 'default' ? 1 : 10); seed++) {
        const machine = new Machine({
          seed: String(seed),
          delivery,
          ...(strategy === 'uniform' ? { strategy: new Uniform() } : {}),
        })
        machine.start(smallSystem, [1])
        const { kind } = machine.run()
        lines.push([delivery, strategy, seed, kind, machine.steps, machine.digest].join(' '))
      }
    }
  }
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('digests.txt')
})
