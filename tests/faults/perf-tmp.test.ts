import { test } from 'vitest'
import { Machine } from '/work/main/src/machine/index.ts'
import { Uniform } from '/work/main/src/explore/uniform.ts'
import { receive, send, spawn, spawnOpt, type Pid } from '/work/main/src/process/index.ts'
import { disturb, kill, pause, delay, sent, phase, atPoint, handled } from '/work/main/src/faults/index.ts'
function* node(): any {
  const next = (yield* receive()) as Pid
  for (;;) {
    const left = (yield* receive()) as number
    if (left > 0) yield* send(next, left - 1)
  }
}
function ring(n: number, messages: number, faults: any) {
  const machine = new Machine({ strategy: new Uniform(), limits: { steps: 1e12 } })
  if (faults) disturb(machine, faults)
  machine.start(function* () {
    const pids: Pid[] = []
    for (let i = 0; i < n; i++) pids.push(yield* spawn(node))
    for (let i = 0; i < n; i++) yield* send(pids[i]!, pids[(i + 1) % n]!)
    yield* send(pids[0]!, messages)
  })
  const s0 = process.hrtime.bigint()
  machine.run()
  const s = Number(process.hrtime.bigint() - s0)
  return ((messages / s) * 1e3).toFixed(3)
}
test('perf', () => {
  const cases: [string, any][] = [['none', null], ['empty', []], ['random no match', [kill('/zz', { rate: '1/500 steps' })]], ['random match rare', [pause('/*', { rate: '1/1000000 steps', for: 1 })]],
   ['delay no match', [delay('/zz -> /yy', { at: 1, by: 3 })]], ['sent no match', [kill('/zz', { when: sent('reserve') })]], ['phase', [kill('/zz', { when: phase('init') })]], ['handled', [kill('/zz', { when: handled('x') })]]]
  for (const n of [2, 1000]) for (let round = 0; round < 2; round++) for (const [name, f] of cases) {
    ring(n, 5e4, f)
    const best = Math.max(...[0,1,2].map(() => Number(ring(n, 4e5, f))))
    if (round) console.log(n, name, best)
  }
}, 600000)
