import { styleText } from 'node:util'
import { plain, type Page, type Paint } from '../report/index.ts'

/** What is known of where the text goes. */
export interface Terminal extends Page {
  /** Results. */
  readonly print: (lines: string | readonly string[]) => void
  /** Warnings and progress: never mixed with results. */
  readonly warn: (line: string) => void
  /** A line that shows progress and is written over; does nothing unless somebody is watching. */
  readonly live: (line: string | null) => void
}

/** Colour by flag, then FORCE_COLOR, then NO_COLOR, then by whether it is a terminal. */
export function openTerminal(color: boolean | undefined): Terminal {
  const watched = process.stderr.isTTY === true && isUnset(process.env['CI'])
  const width = Math.max(40, process.stdout.columns ?? columnsFromEnvironment() ?? 120)
  let shown = false
  return {
    width,
    paint: wantsColor(color) ? painted : plain,
    print: (lines) => {
      process.stdout.write(`${typeof lines === 'string' ? lines : lines.join('\n')}\n`)
    },
    warn: (line) => {
      process.stderr.write(`${line}\n`)
    },
    live: (line) => {
      if (!watched) return
      if (line === null && !shown) return
      process.stderr.write(line === null ? '\r\x1b[2K' : `\r\x1b[2K${line}`)
      shown = line !== null
    },
  }
}

function wantsColor(flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag
  const force = process.env['FORCE_COLOR']
  if (force !== undefined) return force !== '0' && force !== 'false'
  return isUnset(process.env['NO_COLOR']) && process.stdout.isTTY === true
}

function columnsFromEnvironment(): number | undefined {
  const columns = Number(process.env['COLUMNS'])
  return Number.isInteger(columns) && columns > 0 ? columns : undefined
}

/** An empty variable counts as one that is not set. */
function isUnset(value: string | undefined): boolean {
  return value === undefined || value === ''
}

/** `styleText` would look at the terminal again; whether to paint has been decided already. */
const painted: Paint = {
  good: (text) => styleText('green', text, { validateStream: false }),
  bad: (text) => styleText('red', text, { validateStream: false }),
  warn: (text) => styleText('yellow', text, { validateStream: false }),
  dim: (text) => styleText('dim', text, { validateStream: false }),
  strong: (text) => styleText('bold', text, { validateStream: false }),
}
