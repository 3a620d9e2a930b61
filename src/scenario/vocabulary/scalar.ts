import * as v from 'valibot'

import { DURATION_PATTERN, formatDuration, parseDuration } from '../../base/index.ts'
import {
  parseRate,
  type Comparison,
  type Delay,
  type QuietAfter,
  type Rate,
} from '../../faults/index.ts'
import { isTerm, type Term } from '../term.ts'
import { mustBe, show, type Complaint } from './complaint.ts'
import { choice, closed, either, into, rule, text, type Reading, type Schema } from './grammar.ts'

const DURATIONS = 'a duration such as 250ms, 30s, 10m or 6h'

/** Text with something in it. */
export function name(expected = 'text'): Schema<string> {
  return text(expected, { pattern: '\\S' }, (given) =>
    given.trim() === '' ? { message: `must be ${expected}, is empty` } : { value: given },
  )
}

/** A name without blanks, as processes and clients have. */
export const label: Schema<string> = text('a name', { pattern: '^\\S+$' }, (given) =>
  /^\S+$/.test(given) ? { value: given } : { message: `${show(given)} is no name: it has blanks` },
)

/** A whole number from `least` up. */
export function whole(least: number): Schema<number> {
  const message = mustBe(`a whole number of at least ${least}`)
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(least, message),
    v.maxValue(Number.MAX_SAFE_INTEGER, message),
  )
}

/** Yes or no. */
export const truth: Schema<boolean> = v.boolean(mustBe('true or false'))

/** Any plain data. */
export const term: Schema<Term> = v.custom<Term>(
  (given) => isTerm(given),
  'must be plain data: text, finite numbers, lists and mappings',
)

/** A list of arguments. */
export const terms: Schema<readonly Term[]> = v.array(term, mustBe('a list of arguments'))

/** A length of virtual time, at least `least` milliseconds. */
export function duration(least = 0): Schema<number> {
  return text(DURATIONS, { pattern: DURATION_PATTERN }, (given) => readDuration(given, least))
}

function readDuration(given: string, least: number): Reading<number> {
  const value = parseDuration(given)
  if (value === undefined) {
    const message = `${show(given)} is no ${DURATIONS.slice(2)}`
    const suggestion = meantDuration(given)
    return suggestion === undefined ? { message } : { message, suggestion }
  }
  if (value < least) return { message: `must be at least ${formatDuration(least)}, is ${given}` }
  return { value }
}

const UNIT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(ms|msecs?|millis?|milliseconds?)$/, 'ms'],
  [/^(s|secs?|seconds?)$/, 's'],
  [/^(m|mins?|minutes?)$/, 'm'],
  [/^(h|hrs?|hours?)$/, 'h'],
]

/** `10 minutes` is understood well enough to say how it is written. */
function meantDuration(given: string): string | undefined {
  const [, amount, unit] = /^\s*([0-9.]+)\s*([a-z]+)\s*$/i.exec(given) ?? []
  const found = UNIT_WORDS.find(
    ([pattern]) => unit !== undefined && pattern.test(unit.toLowerCase()),
  )
  if (found === undefined) return undefined
  const meant = `${amount}${found[1]}`
  return parseDuration(meant) === undefined ? undefined : meant
}

const exponential = into(
  closed('an exponential delay', { exponential: duration(1) }),
  (given): Delay => ({ kind: 'exponential', mean: given.exponential }),
)

const bounds: Schema<readonly [number, number]> = rule(
  v.strictTuple([duration(), duration()], mustBe('two durations such as [10ms, 2s]')),
  ([min, max]) => [
    min > max && {
      message: `the first duration is the least: ${formatDuration(min)} is above ${formatDuration(max)}`,
    },
  ],
)

const uniform = into(
  closed('a uniform delay', { uniform: bounds }),
  ({ uniform: [min, max] }): Delay => ({ kind: 'uniform', min, max }),
)

/** A duration, or a draw from the seed. */
export const delay: Schema<Delay> = either<Delay>(
  `${DURATIONS}, { exponential: … } or { uniform: [ …, … ] }`,
  {
    text: into(duration(), (value) => ({ kind: 'constant', value })),
    mapping: choice<Delay>('delay', { exponential, uniform }),
  },
)

const NUMBER = '-?[0-9]+(\\.[0-9]+)?'

/** A number, or a bound for one. Counts are whole and not negative; parts of a state may be any number. */
export function comparison(numbers: 'counts' | 'any'): Schema<Comparison> {
  const number = numbers === 'counts' ? '[0-9]+' : NUMBER
  const shape = new RegExp(`^([<>]=) ?(${number})$`)
  const written = 'a number, ">= 1" or "<= 1"'
  return either<Comparison>(written, {
    text: text(written, { pattern: `^[<>]= ?${number}$` }, (given) => {
      const [, sign, value] = shape.exec(given) ?? []
      if (value === undefined) return notAComparison(given)
      return { value: { kind: sign === '>=' ? 'at_least' : 'at_most', value: Number(value) } }
    }),
    number: into(numbers === 'counts' ? whole(0) : finite, (value) => ({ kind: 'exactly', value })),
  })
}

const finite: Schema<number> = v.pipe(v.number(mustBe('a number')), v.finite(mustBe('a number')))

function notAComparison(given: string): Complaint {
  const message = `${show(given)} is no comparison: write a number, ">= 1" or "<= 1"`
  const [, sign, digits] = /^\s*(>|<|==?|=>|=<|>=|<=)\s*([0-9]+)\s*$/.exec(given) ?? []
  if (digits === undefined) return { message }
  const value = Number(digits)
  if (sign === '>') return { message, suggestion: `>= ${value + 1}` }
  if (sign === '<') return value > 0 ? { message, suggestion: `<= ${value - 1}` } : { message }
  if (sign === '>=' || sign === '=>') return { message, suggestion: `>= ${value}` }
  if (sign === '<=' || sign === '=<') return { message, suggestion: `<= ${value}` }
  return { message, suggestion: String(value) }
}

const RATES = 'a rate such as 1/500 steps or 2/run'

/** How often a random fault strikes. */
export const rate: Schema<Rate> = text<Rate>(
  RATES,
  { pattern: '^[1-9][0-9]*/([1-9][0-9]* steps|run)$' },
  (given) => {
    const value = parseRate(given)
    if (value === undefined) {
      const message = `${show(given)} is no ${RATES.slice(2)}`
      const near = /^\s*([1-9][0-9]*)\s*\/\s*([1-9][0-9]*)\s*(?:steps?)?\s*$/.exec(given)
      const meant = near === null ? given : `${near[1]}/${near[2]} steps`
      return meant === given ? { message } : { message, suggestion: meant }
    }
    if (value.kind === 'steps' && value.times > value.steps)
      return { message: `at most one fault a step: ${given} is more` }
    return { value }
  },
)

/** `60%` of the steps, or a time. */
export const quietAfter: Schema<QuietAfter> = text<QuietAfter>(
  'a share of the steps such as 60%, or a duration',
  { pattern: `^[1-9][0-9]?%$|${DURATION_PATTERN}` },
  (given) => {
    const [, share] = /^\s*(-?[0-9.]+)\s*%\s*$/.exec(given) ?? []
    if (share === undefined) {
      const at = parseDuration(given)
      if (at !== undefined) return { value: { kind: 'time', at } }
      return { message: `${show(given)} is neither a share such as 60% nor a duration such as 5m` }
    }
    const percent = Number(share)
    if (!Number.isInteger(percent) || percent < 1 || percent > 99)
      return { message: `must be a whole share from 1% to 99%, is ${given}` }
    if (given !== `${percent}%`)
      return { message: `${show(given)} has blanks or zeros too many`, suggestion: `${percent}%` }
    return { value: { kind: 'percent', percent } }
  },
)

/** `5 seeds`. */
export const seedCount: Schema<number> = text(
  'a number of seeds such as 5 seeds',
  { pattern: '^[1-9][0-9]* seeds?$' },
  (given) => {
    const [, count] = /^([1-9][0-9]*) seeds?$/.exec(given) ?? []
    const value = Number(count)
    if (Number.isSafeInteger(value)) return { value }
    return { message: `${show(given)} is no number of seeds such as 5 seeds` }
  },
)
