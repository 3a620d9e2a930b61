// Reading TypeScript just closely enough for the house rules: what is code, and what is imported.
//
// `maskText` blanks comments and the insides of strings, templates and regular expressions, and keeps every
// offset and line; so a rule may search the mask and quote the original. It is a scanner, not a parser: it
// tells a regular expression from a division by the token before it, which is enough for formatted code.

export interface SourceFile {
  /** From the root of the repository, with forward slashes: `src/otp/gen-server.ts`. */
  readonly path: string
  readonly text: string
}

export interface ImportStatement {
  readonly specifier: string
  readonly line: number
  /** True for `import type` and `export type`, which leave nothing behind in the emitted file. */
  readonly typeOnly: boolean
  /** True for `import('…')`. */
  readonly dynamic: boolean
}

export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1))
    line++
  return line
}

const beforeRegex = /(?:^|[=([{}:;,!&|?+\-*%<>~^])$/
const wordBeforeRegex = /\b(?:return|typeof|case|in|of|yield|void|delete|throw|else|do)$/

export function maskText(text: string): string {
  const out: string[] = []
  // One entry for each `${` we are inside of: how many braces are open in it.
  const templates: number[] = []
  let code = '' // the end of what was kept, without white space
  let at = 0

  const keep = (length: number): void => {
    const kept = text.slice(at, at + length)
    out.push(kept)
    // White space only ends a word; what counts is the last token.
    code = (code + kept).slice(-16)
    at += length
  }
  const blank = (end: number): void => {
    out.push(text.slice(at, end).replace(/[^\n]/g, ' '))
    at = end
  }
  const endOf = (closing: RegExp): number => {
    closing.lastIndex = at
    const found = closing.exec(text)
    return found === null ? text.length : found.index
  }
  const quoted = (end: number): void => {
    keep(1)
    blank(end)
    if (at < text.length) keep(1)
  }
  const templateRest = (): void => {
    blank(endOf(/(?<=(?:^|[^\\])(?:\\\\)*)(?:`|\$\{)/g))
    if (text.startsWith('${', at)) {
      templates.push(0)
      keep(2)
    } else if (at < text.length) keep(1)
  }

  while (at < text.length) {
    const two = text.slice(at, at + 2)
    const one = two[0]
    if (two === '//' || (at === 0 && two === '#!')) blank(endOf(/\n/g))
    else if (two === '/*') {
      const end = text.indexOf('*/', at + 2)
      blank(end === -1 ? text.length : end + 2)
    } else if (one === "'" || one === '"') {
      const close = new RegExp(`(?:\\\\[\\s\\S]|[^\\\\${one}\\n])*`, 'y')
      close.lastIndex = at + 1
      quoted(at + 1 + (close.exec(text)?.[0].length ?? 0))
    } else if (one === '`') {
      keep(1)
      templateRest()
    } else if (one === '{' && templates.length > 0) {
      templates.push(templates.pop()! + 1)
      keep(1)
    } else if (one === '}' && templates.length > 0) {
      const open = templates.pop()!
      keep(1)
      if (open === 0) templateRest()
      else templates.push(open - 1)
    } else if (one === '/') {
      const last = code.trimEnd()
      const body = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y
      body.lastIndex = at
      const literal = beforeRegex.test(last) || wordBeforeRegex.test(last) ? body.exec(text) : null
      if (literal === null) keep(1)
      else quoted(at + literal[0].lastIndexOf('/'))
    } else keep(1)
  }
  return out.join('')
}

const importPattern =
  /(?<![\w$.])(?:(import|export)(\s+type\b(?!\s*(?:,|from\b)))?(?:[\s\w$*,{}]*?\bfrom)?\s*(['"])|import\s*\(\s*(['"`]))/g

export function importsOf(file: SourceFile): readonly ImportStatement[] {
  const mask = maskText(file.text)
  const found: ImportStatement[] = []
  for (const match of mask.matchAll(importPattern)) {
    const quote = match[3] ?? match[4]!
    // `export '…'` is no statement: only `export … from` is.
    if (match[1] === 'export' && !/\bfrom\s*['"]$/.test(match[0])) continue
    const start = match.index + match[0].length
    const end = mask.indexOf(quote, start)
    found.push({
      specifier: file.text.slice(start, end),
      line: lineAt(file.text, match.index),
      typeOnly: match[2] !== undefined,
      dynamic: match[4] !== undefined,
    })
  }
  return found
}
