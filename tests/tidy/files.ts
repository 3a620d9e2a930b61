// The shape of files: names and lengths.

import { posix } from 'node:path'

import type { Problem } from './problem.ts'
import type { SourceFile } from './source.ts'

// About seven screens: a file that one can read at a sitting.
export const longestFile = 400

const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const vague = /(?:^|-)(?:utils?|helpers?|common|misc|managers?)$/

export function checkFiles(sources: readonly SourceFile[]): readonly Problem[] {
  const problems: Problem[] = []
  for (const { path, text } of sources) {
    const problem = (rule: string, message: string): void => {
      problems.push({ path, line: 1, rule, message })
    }
    for (const part of path.split('/').slice(1, -1)) {
      if (!kebabCase.test(part)) problem('names', `folder '${part}' is not in kebab-case`)
      if (vague.test(part))
        problem('names', `folder '${part}' says nothing: name it after what it holds`)
    }
    const stem = posix.basename(path, '.ts')
    if (!path.endsWith('.ts')) problem('names', 'src holds TypeScript files (.ts) only')
    else if (!kebabCase.test(stem)) problem('names', `'${stem}' is not in kebab-case`)
    else if (vague.test(stem))
      problem('names', `'${stem}' says nothing: name it after what it holds`)

    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
    if (lines > longestFile) {
      problem(
        'length',
        `${lines} lines; ${longestFile} at most: there are two nouns in here, part them`,
      )
    }
  }
  return problems
}
