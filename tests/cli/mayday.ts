import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The command line as its users meet it: a child process on dist. */

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** What a call has said. */
export interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Call {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Sends SIGINT so many milliseconds after the first output. */
  readonly interruptAfter?: number
  /** The same, after the first word on stderr. */
  readonly interruptAfterError?: number
}

/** Calls mayday; nothing of this process's own settings reaches it. */
export async function mayday(args: readonly string[], call: Call = {}): Promise<Said> {
  const { cwd = ROOT, env = {}, interruptAfter, interruptAfterError } = call
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(MAYDAY_|NODE_|VITEST|CI$|COLUMNS$|NO_COLOR$|FORCE_COLOR$)/.test(name),
    ),
  )
  const child = spawn(process.execPath, [join(ROOT, 'dist/cli/main.js'), ...args], {
    cwd,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  if (interruptAfter !== undefined) {
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGINT'), interruptAfter))
  }
  if (interruptAfterError !== undefined) {
    child.stderr.once('data', () => setTimeout(() => child.kill('SIGINT'), interruptAfterError))
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { code, out, err }
}

/** A temporary folder; `remove` takes it away again. */
export interface Folder {
  readonly path: string
  write(name: string, text: string): void
  remove(): void
}

export function temporaryFolder(): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'mayday-')))
  return {
    path,
    write(name, text) {
      const file = join(path, name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

/** A temporary folder in which `mayday` can be imported. */
export function project(): Folder {
  const folder = temporaryFolder()
  mkdirSync(join(folder.path, 'node_modules'))
  symlinkSync(ROOT, join(folder.path, 'node_modules/mayday'), 'dir')
  folder.write('package.json', '{ "type": "module" }\n')
  return folder
}

/** What differs from run to run or follows from every schedule: durations, hashes and what is made of them. */
export function masked(text: string): string {
  return text
    .replaceAll(/ {1,6}\d+\.\d s\b/g, '   #.# s')
    .replaceAll(/\b[0-9a-f]{16}\b/g, '################')
    .replaceAll(/(replay \S*-)[0-9a-f]{4}\b/g, '$1####')
    .replaceAll(/\d+ deviations →/g, '# deviations →')
    .replaceAll(/\d+ shrink runs/g, '# shrink runs')
    .replaceAll(/[\d,]+ steps {3}\S+ of virtual time/g, '# steps   # of virtual time')
    .replaceAll(/(run [12]|here|again|fresh) {3} *\d+ /g, '$1   # ')
    .replaceAll(/at event \d+/g, 'at event #')
    .replaceAll(/args: \[\d+\]/g, 'args: [#]')
}

/** The command that stands behind `replay` in an output, as words for `mayday`. */
export function replayWords(out: string): readonly string[] {
  const [, words] = /replay {4}npx mayday (replay .*?)(?: {3}hash|$)/m.exec(out) ?? []
  if (words === undefined) throw new Error(`there is no replay line in:\n${out}`)
  return words.split(' ')
}

export function hashIn(out: string): string {
  const [, hash] = /hash +([0-9a-f]{16})\b/.exec(out) ?? []
  if (hash === undefined) throw new Error(`there is no hash in:\n${out}`)
  return hash
}
