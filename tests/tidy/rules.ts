// All house rules that a program can check, over files in memory.

import { checkAny, checkBans } from './bans.ts'
import { checkFiles } from './files.ts'
import { checkLayers, checkPortable } from './layers.ts'
import type { Problem } from './problem.ts'
import type { SourceFile } from './source.ts'

export function checkAll(files: readonly SourceFile[]): readonly Problem[] {
  return [
    ...checkLayers(files),
    ...checkPortable(files),
    ...checkBans(files),
    ...checkAny(files),
    ...checkFiles(files),
  ]
}
