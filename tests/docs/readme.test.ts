// What the README shows is what there is: its code runs, and its output is what one sees.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { masked, mayday, project, replayWords, ROOT } from '../cli/mayday.ts'
import { codeBlocks, fileShown } from './code-blocks.ts'

const PATIENCE = 120_000
const blocks = codeBlocks('README.md')

/** Without the lines that name events: they are those of one version of the machine. */
function shown(output: string): string {
  return masked(output)
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('schedule'))
    .join('\n')
}

describe('the README', () => {
  test(
    'shows a failure that one gets, and a line that plays it again',
    { timeout: PATIENCE },
    async () => {
      const folder = project()
      try {
        for (const name of ['counter.ts', 'scenarios/counter.yaml']) {
          folder.write(name, fileShown(blocks, name))
        }
        const session = blocks.find(({ language }) => language === 'console')!.text
        const [prompt, ...output] = session.split('\n')
        const words = prompt!.replace(/^\$ npx mayday /, '').split(' ')
        const call = { cwd: folder.path, env: { COLUMNS: '100' } }
        const said = await mayday(words, call)
        expect(shown(said.out)).toBe(shown(output.join('\n')))
        expect((await mayday(replayWords(said.out), call)).out).toContain('✗ reproduced')
      } finally {
        folder.remove()
      }
    },
  )

  test('shows a library whose check throws the story', { timeout: PATIENCE }, () => {
    const folder = project()
    try {
      for (const name of ['counter.ts', 'check.ts']) folder.write(name, fileShown(blocks, name))
      const jiti = `${ROOT}/node_modules/jiti/lib/jiti-cli.mjs`
      const { status, stderr } = spawnSync(process.execPath, [jiti, 'check.ts'], {
        cwd: folder.path,
        encoding: 'utf8',
      })
      expect(status).toBe(1)
      expect(stderr).toContain('PropertyViolated')
      expect(stderr).toContain('both count')
    } finally {
      folder.remove()
    }
  })

  test('has a quick start of exactly two commands', () => {
    const quickStart = blocks[0]!.text.trim().split('\n')
    expect(quickStart.map((line) => line.replace(/ *#.*/, ''))).toEqual(['npm start', 'npm test'])
  })

  test('links only to files that there are', () => {
    const text = readFileSync(`${ROOT}/README.md`, 'utf8')
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, to]) => to!)
    const local = links.filter((to) => !to.includes('://'))
    expect(local.length).toBeGreaterThan(4)
    expect(local.filter((to) => !existsSync(`${ROOT}/${to}`))).toEqual([])
  })
})
