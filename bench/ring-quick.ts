import { Machine } from '../src/machine/index.ts'
import { receive, send, spawn, type Pid } from '../src/process/index.ts'
import { Uniform } from '../src/explore/uniform.ts'
const { bareRing } = await import('/work/shared/reference/' + 'bare-loop.mjs')

function* node(): any {
  const next = (yield* receive()) as Pid
  for (;;) {
    const left = (yield* receive()) as number
    if (left > 0) yield* send(next, left - 1)
  }
}
function ring(n: number, messages: number, delivery: any) {
  const machine = new Machine({ strategy: new Uniform(), delivery, limits: { steps: 1e12 } })
  machine.start(function* () {
    const pids: Pid[] = []
    for (let i = 0; i < n; i++) pids.push(yield* spawn(node))
    for (let i = 0; i < n; i++) yield* send(pids[i]!, pids[(i + 1) % n])
    yield* send(pids[0]!, messages)
  })
  const s0 = process.hrtime.bigint()
  const stop = machine.run()
  const s = Number(process.hrtime.bigint() - s0)
  return [(messages / s) * 1e3, machine.steps, stop.kind, machine.digest]
}
const only = process.argv[2]
for (const [n, m] of [[2, 2e6], [1000, 2e6], [100000, 1e6]] as const)
  for (const d of ['ordered_pairs', 'instant']) {
    ring(n, m / 20, d)
    console.log(n, d, ...ring(n, m, d), 'bare', only ? '' : (bareRing(n, m / 20), bareRing(n, m)).toFixed(1))
  }
