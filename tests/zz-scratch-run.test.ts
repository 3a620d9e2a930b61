import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { formatProblems, parseScenario } from 'mayday/scenario'
import { lawNames, summarize } from 'mayday/check'
import { compile } from '../src/scenario/compile.ts'
import { check, describeReport } from '../src/explore/index.ts'
const only = process.env.ONLY ?? ''
const files = readdirSync('scenarios', { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.yaml') && f.includes(only)).sort()
const seed = process.env.SEED ?? '1'
const runs = process.env.RUNS === undefined ? undefined : Number(process.env.RUNS)
test.each(files)('%s', async (file) => {
  const parsed = parseScenario(readFileSync('scenarios/' + file, 'utf8'), file, { laws: [...lawNames, 'system_ends'] })
  if (parsed.kind === 'broken') throw new Error(formatProblems(parsed.problems))
  const { scenario } = parsed
  const at = dirname(join(process.cwd(), 'scenarios', file))
  const module = await import(join(at, scenario.system.module))
  const props = scenario.properties.module
  const own = props === undefined ? [] : (await import(join(at, props.module)))[props.export]
  const experiment = compile(scenario, { system: module[scenario.system.export], properties: own })
  const t0 = performance.now()
  const report = check({ ...experiment, seed, ...(runs !== undefined && { runs }) })
  const ms = Math.round(performance.now() - t0)
  const expected = scenario.expect
  const bad = report.counterexamples.map((c) => c.violation.property)
  const okay = expected.kind === 'holds' ? report.verdict === 'holds' : expected.kind === 'violated' && bad.includes(expected.name)
  console.log(`${okay ? 'OK ' : 'BAD'} ${file} ${report.verdict} runs=${report.runs} ${ms}ms steps=${report.steps} neverHit=${JSON.stringify(report.neverHit)} faults=${JSON.stringify(report.faults)} ${bad.join(',')} ${report.reason ?? ''}`)
  if (!okay || process.env.SHOW) console.log(describeReport(report))
  if (process.env.TALLY) for (const t of report.tallies) if (t.kind !== 'law' || t.judged) console.log('   ', t.property, t.judged, t.reached, summarize(t).verdict)
  expect(okay).toBe(true)
}, 120000)
