import { styleText } from 'node:util'
import { fit, plain, type Page, type Paint } from '../report/index.ts'

/** What is known of where the text goes. */
export interface Terminal extends Page {
  /** Results. */
  readonly print: (lines: string | readonly string[]) => void
  /** The one document of `--json`: always on stdout. */
  readonly document: (content: unknown) => void
  /** Warnings and progress: never mixed with results. */
  readonly warn: (line: string) => void
  /** A line that shows progress and is written over; does nothing unless somebody is watching. */
  readonly live: (line: string | null) => void
}

/** Where results for people go: beside a document they give way to it. */
export type Results = 'stdout' | 'stderr' | 'nowhere'

const NARROWEST = 40
const WIDEST = 200
/** For pipes and files. */
const USUAL = 120

/** Colour by flag, then FORCE_COLOR, then NO_COLOR, then by whether it is a terminal. */
export function openTerminal(color: boolean | undefined, results: Results = 'stdout'): Terminal {
  const watched = process.stderr.isTTY === true && isUnset(process.env['CI'])
  const out = results === 'stderr' ? process.stderr : process.stdout
  let shown = false
  return {
    width: widthOf(out),
    paint: wantsColor(color, out) ? painted : plain,
    print: (lines) => {
      if (results === 'nowhere') return
      const text = typeof lines === 'string' ? lines : lines.join('\n')
      if (typeof lines === 'string' || lines.length > 0) out.write(`${text}\n`)
    },
    document: (content) => {
      process.stdout.write(`${JSON.stringify(content, null, 2)}\n`)
    },
    warn: (line) => {
      process.stderr.write(`${line}\n`)
    },
    live: (line) => {
      if (!watched) return
      if (line === null && !shown) return
      const text = line === null ? '' : fit(line, widthOf(process.stderr) - 1)
      process.stderr.write(`\r\x1b[2K${text}`)
      shown = line !== null
    },
  }
}

function widthOf(out: NodeJS.WriteStream): number {
  const width = (out.isTTY ? out.columns : undefined) ?? columnsFromEnvironment() ?? USUAL
  return Math.min(WIDEST, Math.max(NARROWEST, width))
}

function wantsColor(flag: boolean | undefined, out: NodeJS.WriteStream): boolean {
  if (flag !== undefined) return flag
  const force = process.env['FORCE_COLOR']
  if (force !== undefined) return force !== '0' && force !== 'false'
  return isUnset(process.env['NO_COLOR']) && out.isTTY === true
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
