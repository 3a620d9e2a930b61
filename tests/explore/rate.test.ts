import { test } from 'vitest'
import { prepare, runOnce, strategyNamed } from '../../src/explore/index.ts'
import { patientClients } from './lost-update.ts'
test('rate', () => {
  for (const s of ['uniform', 'priorities', 'chain'] as const) {
    let n = 0, other: any = null; const t = Date.now()
    let steps = 0
    for (let i = 0; i < 500; i++) { const run = runOnce(prepare(patientClients('none')), { seed: `x.${i}`, strategy: strategyNamed(s) }); steps += run.steps; if (run.violation?.property === 'no update is lost') n++; else if (run.violation) other = run.violation }
    console.log(s, n, other, Date.now() - t, steps/500)
  }
})
