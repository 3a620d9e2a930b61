import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatProblems, parseScenario } from 'mayday/scenario'
const files = readdirSync('scenarios', { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.yaml'))
const laws = ['restart_kinds', 'restart_order', 'system_ends']
test.each(files)('%s', (file) => {
  const parsed = parseScenario(readFileSync('scenarios/' + file, 'utf8'), file, { laws })
  expect(parsed.kind === 'broken' ? formatProblems(parsed.problems) : 'ok').toBe('ok')
})
