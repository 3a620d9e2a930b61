/**
 * Fits text into a width. Commands to paste are never cut or broken, whatever the width: half a
 * command is worth nothing, and a terminal's own wrapping is undone by copying.
 */

/** Cuts a line that would be too wide; an infinite width cuts nothing. */
export function fit(text: string, width: number): string {
  const characters = Array.from(text)
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`
}

/** Cuts at the front: of a place the end says most. */
export function fitEnd(text: string, width: number): string {
  const characters = Array.from(text)
  if (characters.length <= width) return text
  return `…${characters.slice(characters.length - width + 1).join('')}`
}

/** Thousands separated, whatever the locale. */
export function count(n: number): string {
  return String(n).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 run`, `37 runs`. */
export function countOf(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`
}

/** Ends with one full stop, however it came. */
export function sentence(text: string): string {
  const bare = text.trimEnd()
  return /[.!?…:]$/.test(bare) ? bare : `${bare}.`
}

/** Breaks text at blanks so that it fits, indented throughout; line breaks in it stay. */
export function wrap(
  text: string,
  indent: number,
  width: number,
  hanging: number = indent,
): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, i) => wrapLine(line, i === 0 ? indent : hanging, width, hanging))
}

function wrapLine(text: string, indent: number, width: number, hanging: number): string[] {
  const lines: string[] = []
  let line = ' '.repeat(indent)
  let room = width - indent
  let empty = true
  for (const word of text.split(' ')) {
    if (!empty && word.length + 1 > room) {
      lines.push(line)
      line = ' '.repeat(hanging)
      room = width - hanging
      empty = true
    }
    const shown = fit(word, width - hanging)
    line += empty ? shown : ` ${shown}`
    room -= shown.length + (empty ? 0 : 1)
    empty = false
  }
  return [...lines, line]
}
