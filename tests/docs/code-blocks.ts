import { readFileSync } from 'node:fs'

import { ROOT } from '../cli/mayday.ts'

/** A block of code in a document; `name` is what its first line says it is to be called. */
export interface CodeBlock {
  readonly language: string
  readonly name: string | null
  readonly text: string
}

/** The code blocks of a document of the project, in their order. */
export function codeBlocks(document: string): readonly CodeBlock[] {
  const text = readFileSync(`${ROOT}/${document}`, 'utf8')
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language, code]) => ({
    language: language!,
    name: /^(?:\/\/|#) (\S+\.\w+)\n/.exec(code!)?.[1] ?? null,
    text: code!,
  }))
}

/** The file that a document shows under that name. */
export function fileShown(blocks: readonly CodeBlock[], name: string): string {
  const block = blocks.find((each) => each.name === name)
  if (block === undefined) throw new Error(`no code block is called ${name}`)
  return block.text
}
