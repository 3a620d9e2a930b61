/** A mistake in the YAML itself, with the stretch of text to underline. */
export interface YamlMistake {
  readonly message: string
  readonly start: number
  readonly end: number
}

/** Says in our words what the commonest mistakes in YAML mean here; the others speak for themselves. */
export function yamlMistake(
  code: string,
  given: string,
  text: string,
  [start, end]: readonly [number, number],
): YamlMistake {
  const rest = text.slice(start)
  const message = given.replace(/ at line \d+, column \d+:?[\s\S]*$/, '')
  if (code === 'DUPLICATE_KEY') {
    const key = /^[^\s:,}]+/.exec(rest)?.[0] ?? ''
    const said = `"${key}" is written twice in one mapping: the first would be lost`
    return { message: said, start, end: start + key.length }
  }
  if (code === 'TAB_AS_INDENT')
    return { message: 'a tab indents this line: YAML indents with spaces', start, end }
  if (code === 'MULTIPLE_DOCS')
    return { message: 'a file holds one scenario: the second begins here', start, end }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const line = text.slice(lineStart).split('\n', 1)[0] ?? ''
  const comparison = /(?<=^|[\s:])>=?\s*\d+/.exec(line)
  if (comparison !== null && /block scalar/i.test(message)) {
    const from = lineStart + comparison.index
    const said = `YAML reads ">" as a sign of its own: write "${comparison[0]}" in quotes`
    return { message: said, start: from, end: from + comparison[0].length }
  }
  const alias = /^\*[^\s,}\]]*/.exec(rest)?.[0]
  if (alias !== undefined && /alias/i.test(message))
    return {
      message: `YAML reads "*" as a sign of its own: write "${alias}" in quotes`,
      start,
      end,
    }
  return { message, start, end: Math.max(end, start + 1) }
}
