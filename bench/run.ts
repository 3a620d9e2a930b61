/**
 * npm run bench                 a table of speeds and sizes
 * npm run bench -- --json       one JSON array of { name, value, unit, ratio, against }
 *   --quick                     small sizes and one repetition: shows that it runs, not how fast
 *   --only ring                 only what has this in its name
 *
 * Each kind of work is done by mayday (uniform strategy, hash on, every operation a scheduling point)
 * in both deliveries, by a bare loop over generators, and by real Erlang when `erl` is on the PATH.
 */
import { parseArgs } from 'node:util'

import { findBeam } from './beam.ts'
import { calls } from './calls.ts'
import { compare, type Comparison } from './comparison.ts'
import { idleProcesses, idleServers } from './idlers.ts'
import { ring } from './ring.ts'
import { seeds } from './seeds.ts'
import { spawns } from './spawns.ts'
import { formatRows } from './table.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
})

/** Sizes let one measurement take about half a second; --quick divides them. */
const size = (full: number): number => (values.quick ? Math.ceil(full / 200) : full)
const repetitions = values.quick ? 1 : 5

const comparisons: readonly Comparison[] = [
  ring(2, size(1_000_000)),
  ring(1_000, size(1_000_000)),
  ring(100_000, size(2_000_000)),
  calls(size(100_000)),
  spawns(size(100_000)),
  seeds(size(1_000)),
  idleProcesses(size(100_000)),
  idleServers(size(20_000)),
]

const beam = findBeam()
const rows = comparisons
  .filter((each) => each.name.includes(values.only))
  .flatMap((each) => compare(each, beam, repetitions))
beam?.remove()
console.log(values.json ? JSON.stringify(rows, null, 2) : formatRows(rows))
