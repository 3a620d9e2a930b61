import { parseDuration, suggest, UsageError } from '../base/index.ts'
import type { Experiment } from '../explore/index.ts'

/** Makes sense of what stands on the command line, beyond what its parser does. */

export const COMMANDS = ['run', 'replay', 'check', 'list'] as const

/** Flags that may stand without their number, and the number they then mean. */
const NUMBER_IF_NONE: Readonly<Record<string, number>> = { '--bail': 1, '--determinism': 20 }

/** `--bail scenarios` is `--bail=1 scenarios`: a flag whose number is left out takes no other word. */
export function withNumbers(args: readonly string[]): readonly string[] {
  return args.map((arg, i) => {
    const usual = Object.hasOwn(NUMBER_IF_NONE, arg) ? NUMBER_IF_NONE[arg] : undefined
    if (usual === undefined) return arg
    return /^\d+$/.test(args[i + 1] ?? '') ? arg : `${arg}=${usual}`
  })
}

/**
 * Refuses a first word that is no command.
 *
 * @throws UsageError with the command that was most likely meant.
 */
export function checkCommand(args: readonly string[]): void {
  const [word] = args
  if (word === undefined || word.startsWith('-')) return
  if (([...COMMANDS, 'digests', 'events'] as readonly string[]).includes(word)) return
  const near = suggest(word, COMMANDS)
  const hint =
    near === undefined
      ? `there are ${COMMANDS.join(', ')}; see mayday --help`
      : `did you mean ${near}?`
  throw wrong(`there is no command ${word}`, hint)
}

/** What the parser says of arguments that it does not know, with the flag that was most likely meant. */
export function unknownArguments(message: string, flags: readonly string[]): UsageError {
  const [, names] = /^Unknown arguments?: (.*)$/.exec(message) ?? []
  if (names === undefined) return wrong(lowerFirst(message), SEE_HELP)
  // The parser names each flag twice: as it was written, and in camel case.
  const given = [...new Set(names.split(', ').map(kebab))]
  const shown = given.map((name) => (name.length === 1 ? `-${name}` : `--${name}`))
  const known = [...new Set(flags.map(kebab))]
  const near = given.length === 1 ? suggest(given[0]!, known) : undefined
  const what = given.length === 1 ? 'there is no flag' : 'there are no flags'
  return wrong(
    `${what} ${shown.join(', ')}`,
    near === undefined ? SEE_HELP : `did you mean --${near}?`,
  )
}

const SEE_HELP = 'mayday <command> --help shows what there is'

/** A seed as it may stand in names and commands. */
export function seedOf(seed: string): string {
  if (/^[0-9A-Za-z.-]+$/.test(seed)) return seed
  throw wrong(`--seed ${seed}: a seed is made of letters, digits, dots and dashes`)
}

export function positive(flag: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value > 0)) return value
  throw wrong(`--${flag} takes a whole number from 1`)
}

export function durationOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ms = parseDuration(text)
  if (ms !== undefined && ms > 0) return ms
  throw wrong(`--${flag} ${text} is no duration; write 250ms, 30s or 10m`)
}

/** The flags that bound one run. */
export interface LimitFlags {
  readonly limitSteps?: number | undefined
  readonly limitTime?: string | undefined
  readonly limitProcesses?: number | undefined
  readonly limitMailbox?: number | undefined
}

export function limitsOf(given: LimitFlags): NonNullable<Experiment['limits']> {
  const steps = positive('limit-steps', given.limitSteps)
  const time = durationOf('limit-time', given.limitTime)
  const processes = positive('limit-processes', given.limitProcesses)
  const mailbox = positive('limit-mailbox', given.limitMailbox)
  return {
    ...(steps !== undefined && { steps }),
    ...(time !== undefined && { time }),
    ...(processes !== undefined && { processes }),
    ...(mailbox !== undefined && { mailbox }),
  }
}

/** The same flags, to be pasted: with a blank before each. */
export function limitWords(given: LimitFlags): string {
  const words = [
    ['--limit-steps', given.limitSteps],
    ['--limit-time', given.limitTime],
    ['--limit-processes', given.limitProcesses],
    ['--limit-mailbox', given.limitMailbox],
  ] as const
  return words.map(([flag, value]) => (value === undefined ? '' : ` ${flag} ${value}`)).join('')
}

/** A word as a shell would read it back. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

export function wrong(message: string, hint?: string): UsageError {
  return new UsageError(message, { code: 'bad_argument', ...(hint !== undefined && { hint }) })
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
