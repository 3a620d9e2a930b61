// Tests of the command line run dist as a child process, so dist must be there and as new as src.
//
// A src that does not compile is no reason to withhold the other tests from whoever is working on it:
// `npm test` has built before it comes here, and stops there.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export default function buildOnce(): void {
  const script = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url))
  const build = spawnSync(process.execPath, [script, '--if-stale'], { stdio: ['ignore', 2, 2] })
  if (build.status !== 0) {
    console.error('\nsrc does not compile (see above): tests of the command line run an OLD dist\n')
  }
}
