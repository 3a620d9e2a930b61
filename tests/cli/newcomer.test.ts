// The first five minutes of somebody who has just installed mayday.
//
// Goal: what the README promises works from the package alone. Method: pack it, install the tarball in
// an empty folder, write the README's counter and scenario, see it fail, paste the printed line.

import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'

import { expect, test } from 'vitest'

import { codeBlocks, fileShown } from '../docs/code-blocks.ts'
import { hashIn, ROOT, temporaryFolder } from './mayday.ts'

const INSTALLING = 180_000

test('from an empty folder to a failure that is played again', { timeout: 2 * INSTALLING }, () => {
  const folder = temporaryFolder()
  const shell = (
    command: string,
    cwd: string = folder.path,
  ): { code: number | null; out: string } => {
    const env = { ...process.env, CI: 'true', MAYDAY_REPORT_DIR: '' }
    const said = spawnSync(command, {
      shell: true,
      cwd,
      env,
      encoding: 'utf8',
      timeout: INSTALLING,
    })
    return { code: said.status, out: said.stdout + (said.status === 0 ? '' : said.stderr) }
  }
  try {
    const packed = shell(`npm pack --ignore-scripts --pack-destination ${folder.path}`, ROOT)
    expect(packed, packed.out).toMatchObject({ code: 0 })
    const tarball = readdirSync(folder.path).find((name) => name.endsWith('.tgz'))!
    const flags = '--prefer-offline --no-audit --no-fund'
    const installed = shell(
      `npm init -y && npm pkg set type=module && npm install ${flags} ./${tarball}`,
    )
    expect(installed, installed.out).toMatchObject({ code: 0 })
    const blocks = codeBlocks('README.md')
    for (const name of ['counter.ts', 'scenarios/counter.yaml']) {
      folder.write(name, fileShown(blocks, name))
    }
    const first = shell('npx mayday run')
    expect(first, first.out).toMatchObject({ code: 1 })
    const [line] = /npx mayday replay \S+/.exec(first.out)!
    const again = shell(line)
    expect(again, again.out).toMatchObject({ code: 1 })
    expect(again.out).toContain('✗ reproduced')
    expect(hashIn(again.out)).toBe(hashIn(first.out))
  } finally {
    folder.remove()
  }
})
