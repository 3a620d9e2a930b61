import { format, formatDuration } from '../base/index.ts'
import { strikeText, type Strike } from '../faults/index.ts'
import { formatReason, isOrderly, nameOf, type AnyPid, type TraceEvent } from '../record/index.ts'
import type { Counterexample, Report } from './report.ts'

/** One line of a failure's story: when, who, what. */
export interface StoryLine {
  /** Virtual milliseconds; null for what is true at the end. */
  readonly time: number | null
  readonly who: string
  readonly what: string
  readonly fault: boolean
}

/** A story longer than this is cut in the middle: people read its beginning and above all its end. */
const LONGEST = 18
const BEGINNING = 4

/** What happened, in the order in which it happened: calls, messages, faults, ends and new lives. */
export function storyOf({ trace, violation }: Counterexample): readonly StoryLine[] {
  return storyOfTrace(trace, violation)
}

/** The story of any run, up to its violation. */
export function storyOfTrace(
  trace: readonly TraceEvent[],
  violation: { readonly step: number },
): readonly StoryLine[] {
  const teller = new Teller()
  const lines: StoryLine[] = []
  for (const event of trace) {
    if (event.step > violation.step) break
    const line = teller.tell(event)
    if (line !== null) lines.push(line)
  }
  return shortened(lines)
}

function shortened(lines: readonly StoryLine[]): readonly StoryLine[] {
  if (lines.length <= LONGEST) return lines
  const left = lines.length - LONGEST + 1
  const gap = { time: null, who: '…', what: `${left} more events`, fault: false }
  return [...lines.slice(0, BEGINNING), gap, ...lines.slice(BEGINNING + left)]
}

/** Puts events into words; numbers calls as it meets them. */
class Teller {
  readonly #calls = new Map<unknown, number>()

  tell(event: TraceEvent): StoryLine | null {
    const { time } = event
    switch (event.kind) {
      case 'send':
        return sending(event)
      case 'exit':
        return isOrderly(event.reason) && event.reason === 'normal'
          ? null
          : line(time, event.pid, `ends: ${formatReason(event.reason)}`)
      case 'spawn':
        return event.pid.life === 0
          ? null
          : line(time, event.pid, `starts its life ${event.pid.life + 1}`)
      case 'fault':
        // The end of all faults is marked in the trace too, but nothing happens by it.
        return event.detail === null
          ? null
          : { ...line(time, null, strikeText(event.detail as Strike)), fault: true }
      case 'note':
        return this.#note(event)
      case 'tick':
        return null
      default:
        return null
    }
  }

  #note(event: Extract<TraceEvent, { kind: 'note' }>): StoryLine | null {
    const { note, time, pid } = event
    switch (note.kind) {
      case 'call': {
        const n = this.#calls.size + 1
        this.#calls.set(note.ref, n)
        return line(
          time,
          pid,
          `calls ${format(note.to)} ${requestText(note.request, note.args)}  #${n}`,
        )
      }
      case 'return':
        return note.outcome === 'answered'
          ? null
          : line(time, pid, `call #${this.#calls.get(note.ref) ?? '?'} ${OUTCOMES[note.outcome]}`)
      case 'user':
        if (note.data === null) return null
        return line(
          time,
          pid,
          note.data === undefined ? note.label : `${note.label} ${format(note.data)}`,
        )
      default:
        return null
    }
  }
}

/** A request as one would write it: `put(3)`. */
function requestText(request: unknown, args: readonly unknown[]): string {
  return `${format(request)}(${args.map((arg) => format(arg, 30)).join(', ')})`
}

const OUTCOMES = { timed_out: 'times out', callee_died: 'fails: the callee is dead' } as const

function line(time: number, pid: AnyPid | null, what: string): StoryLine {
  return { time, who: pid === null ? '' : nameOf(pid), what, fault: false }
}

/** What people have sent, not the messages by which the behaviours do their work. */
function sending(event: Extract<TraceEvent, { kind: 'send' }>): StoryLine | null {
  const { time, from, to, type, content } = event
  if (type !== 'message') return null
  const { kind, cast, args } = (content ?? {}) as Record<string, unknown>
  if (kind === '$gen_cast' && Array.isArray(args)) {
    return line(time, from, `casts ${nameOf(to)} ${requestText(cast, args)}`)
  }
  if (typeof kind === 'string' && kind.startsWith('$')) return null
  return line(time, from, `sends ${nameOf(to)} ${format(content, 60)}`)
}

/** The departures from the default schedule in words, needed ones first. */
export function scheduleOf(example: Counterexample): readonly string[] {
  return example.deviations.map(({ what, needed }) => {
    const instead = what.take === 'tick' ? 'time passes' : `first ${what.take}`
    return `${needed ? '' : '(free) '}before ${what.at}: ${instead}`
  })
}

/** The whole report as plain text, for error messages. */
export function describeReport(report: Report): string {
  const lines = [`${report.name}: ${report.verdict} (seed ${report.seed}, ${report.runs} runs)`]
  if (report.reason !== null) lines.push(report.reason)
  for (const example of report.counterexamples) lines.push('', ...describeExample(example))
  return lines.join('\n')
}

function describeExample(example: Counterexample): string[] {
  const { violation, before, shrinkRuns, capsule } = example
  const parts = example.deviations.length + example.strikes.length
  const lines = [
    `✗ ${violation.property}: ${violation.message}`,
    `  seed ${example.seed}, at step ${violation.step}, t = ${formatDuration(violation.time)}`,
    `  smallest story (${before} deviations → ${parts}, ${shrinkRuns} shrink runs):`,
  ]
  for (const { time, who, what, fault } of storyOf(example)) {
    const when = time === null ? '' : `t=${time}ms`
    lines.push(`    ${when.padStart(10)}  ${fault ? '⚡ ' : ''}${who} ${what}`)
  }
  for (const { what, needed } of example.strikes) {
    lines.push(`  fault: ${strikeText(what)}${needed ? '' : ' (free)'}`)
  }
  for (const text of scheduleOf(example)) lines.push(`  schedule: ${text}`)
  lines.push(`  replay: npx mayday replay ${capsule.id}`)
  return lines
}
