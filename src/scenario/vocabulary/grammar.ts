import * as v from 'valibot'

import { suggest } from '../../base/index.ts'
import { isMapping } from '../term.ts'
import { enumerate, issueOf, mustBe, show, type Complaint } from './complaint.ts'

/**
 * The shapes that the vocabulary is made of. They are valibot schemas, so that one definition gives
 * the types, the check and the JSON Schema for editors; they differ from valibot's own in what they
 * say: every unknown key is reported (not only the first), and of several possible shapes the one
 * that was meant is chosen by its key, so that its own mistakes are reported and no others.
 */
export type Schema<T> = v.GenericSchema<unknown, T>

type Closed<E extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>

/** Adds complaints to what has been read so far. */
function complain<D extends v.OutputDataset<unknown, v.BaseIssue<unknown>>>(
  dataset: D,
  config: v.Config<v.BaseIssue<unknown>>,
  complaints: readonly Complaint[],
): D {
  const action = v.rawCheck<unknown>(({ addIssue }) => {
    for (const complaint of complaints) addIssue(issueOf(complaint))
  })
  return action['~run'](dataset, config) as D
}

/** A mapping that has no keys but these; `what` names it, `notes` explain keys that belong elsewhere. */
export function closed<E extends v.ObjectEntries>(
  what: string,
  entries: E,
  notes: Readonly<Record<string, string>> = {},
): Schema<Closed<E>> {
  const keys = Object.keys(entries)
  const open = v.object(entries)
  const schema = {
    ...v.strictObject(entries),
    keys,
    '~run'(
      dataset: v.UnknownDataset,
      config: v.Config<v.BaseIssue<unknown>>,
    ): v.OutputDataset<unknown, v.BaseIssue<unknown>> {
      const input = dataset.value
      if (!isMapping(input)) {
        const expected = `a mapping with ${enumerate(keys, 'and')}`
        return complain({ typed: false, value: input, issues: none() }, config, [
          { message: mustBe(expected)({ input }) },
        ])
      }
      const strangers = Object.keys(input).filter((key) => !keys.includes(key))
      const complaints = strangers.map((key) => unknownKey(what, key, keys, notes))
      return complain(open['~run'](dataset, config), config, complaints)
    },
  }
  return schema as unknown as Schema<Closed<E>>
}

/** An empty list of issues to add to; valibot's types call such lists non-empty. */
function none(): [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]] {
  return [] as unknown as [v.BaseIssue<unknown>]
}

function unknownKey(
  what: string,
  key: string,
  keys: readonly string[],
  notes: Readonly<Record<string, string>> = {},
): Complaint {
  const place = { at: [key], where: 'key' } as const
  if (Object.hasOwn(notes, key)) return { ...place, message: notes[key]! }
  const suggestion = suggest(key, keys)
  const message = `${show(key)} is no key of ${what}`
  if (suggestion !== undefined) return { ...place, message, suggestion }
  return { ...place, message: `${message}; it has ${enumerate(keys, 'and')}` }
}

/** The keys that a schema for mappings knows. */
function keysOf(schema: Schema<unknown>): readonly string[] {
  return 'keys' in schema ? (schema.keys as readonly string[]) : []
}

/** One of several schemas, chosen by looking at the input; complaints when none can be chosen. */
export function dispatch<T>(
  options: readonly Schema<T>[],
  pick: (input: unknown) => Schema<T> | readonly Complaint[],
): Schema<T> {
  const schema = {
    ...v.union(options as Schema<T>[]),
    keys: [...new Set(options.flatMap(keysOf))],
    '~run'(
      dataset: v.UnknownDataset,
      config: v.Config<v.BaseIssue<unknown>>,
    ): v.OutputDataset<unknown, v.BaseIssue<unknown>> {
      const picked = pick(dataset.value)
      if ('~run' in picked) return picked['~run'](dataset, config)
      return complain({ typed: false, value: dataset.value, issues: none() }, config, picked)
    },
  }
  return schema as unknown as Schema<T>
}

/** A mapping whose kind is told by which of the `options`' keys it has; exactly one of them. */
export function choice<T>(
  noun: string,
  options: Readonly<Record<string, Schema<T>>>,
  alsoKnown: readonly string[] = [],
): Schema<T> {
  const words = Object.keys(options)
  const schemas = Object.values(options)
  const keys = [...new Set([...words, ...schemas.flatMap(keysOf), ...alsoKnown])]
  return dispatch(schemas, (input) => {
    if (!isMapping(input)) {
      const expected = `${article(noun)}: a mapping with ${enumerate(words, 'or')}`
      return [{ message: mustBe(expected)({ input }) }]
    }
    const [word, ...others] = words.filter((key) => Object.hasOwn(input, key))
    if (word === undefined) return noWord(noun, input, words, keys)
    if (others.length === 0) return options[word]!
    return others.map((other) => ({
      message: `${show(other)} beside ${show(word)}: ${article(noun)} says one thing, write two entries`,
      at: [other],
      where: 'key',
    }))
  })
}

function noWord(
  noun: string,
  input: Readonly<Record<string, unknown>>,
  words: readonly string[],
  keys: readonly string[],
): readonly Complaint[] {
  const list = enumerate(words, 'or')
  const strangers = Object.keys(input).filter((key) => !keys.includes(key))
  if (strangers.length === 0) return [{ message: `${article(noun)} is missing: write ${list}` }]
  return strangers.map((key): Complaint => {
    const suggestion = suggest(key, keys)
    if (suggestion !== undefined && !words.includes(suggestion))
      return unknownKey(article(noun), key, keys)
    const message = `${show(key)} is no ${noun}`
    const place = { at: [key], where: 'key' } as const
    if (suggestion !== undefined) return { ...place, message, suggestion }
    return { ...place, message: `${message}: write ${list}` }
  })
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}

/** Something that may be written as text, as a number, as a list or as a mapping. */
export function either<T>(
  expected: string,
  forms: {
    readonly text?: Schema<T>
    readonly number?: Schema<T>
    readonly list?: Schema<T>
    readonly mapping?: Schema<T>
  },
): Schema<T> {
  const options = Object.values(forms).filter((form) => form !== undefined)
  return dispatch(options, (input) => {
    const form =
      typeof input === 'string'
        ? forms.text
        : typeof input === 'number'
          ? forms.number
          : Array.isArray(input)
            ? forms.list
            : isMapping(input)
              ? forms.mapping
              : undefined
    return form ?? [{ message: mustBe(expected)({ input }) }]
  })
}

/** What a reader makes of a text: a value, or a complaint. */
export type Reading<T> = { readonly value: T } | Complaint

/** What editors are told of a text. */
export interface TextShape {
  readonly pattern?: string
  readonly enum?: readonly string[]
}

/** Text in a notation of its own. `read` is called twice, to check and to convert: it must be pure. */
export function text<T>(
  expected: string,
  shape: TextShape,
  read: (given: string) => Reading<T>,
): Schema<T> {
  const check = v.rawCheck<string>(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const reading = read(dataset.value)
    if (!('value' in reading)) addIssue(issueOf(reading))
  })
  return v.pipe(
    v.string(mustBe(expected)),
    { ...check, textShape: shape },
    v.transform((given) => (read(given) as { readonly value: T }).value),
  )
}

/** One word of a closed list. */
export function oneOf<const W extends string>(noun: string, words: readonly W[]): Schema<W> {
  const list = enumerate(words, 'or')
  return text(`${article(noun)} (${list})`, { enum: words }, (given) => {
    const value = words.find((word) => word === given)
    if (value !== undefined) return { value }
    const suggestion = suggest(given, words)
    const message = `${show(given)} is no ${noun}`
    return suggestion === undefined
      ? { message: `${message}: write ${list}` }
      : { message, suggestion }
  })
}

/** A list, each of whose items is reported on its own. */
export function list<T>(expected: string, item: Schema<T>): Schema<readonly T[]> {
  return v.array(item, mustBe(expected))
}

/** A law between parts of one thing, asked once the parts themselves make sense. */
export function rule<T>(
  schema: Schema<T>,
  find: (value: T) => readonly (Complaint | false)[],
): Schema<T> {
  const check = v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const complaint of find(dataset.value)) {
      if (complaint !== false) addIssue(issueOf(complaint))
    }
  })
  return v.pipe(schema, check)
}

/** Reads a thing into the form in which the library knows it. */
export function into<A, B>(schema: Schema<A>, convert: (given: A) => B): Schema<B> {
  return v.pipe(schema, v.transform(convert))
}

/**
 * An entry that says one thing with a key of its own, and may be said in several places: `extras` are
 * the keys that each place adds.
 */
export function word<E extends v.ObjectEntries, T>(
  what: string,
  entries: E,
  read: (given: Closed<E>) => T,
  find: (given: Closed<E>) => readonly (Complaint | false)[] = () => [],
): Word<T> {
  return (extras, notes) => {
    const shape = closed(what, { ...entries, ...extras }, notes) as unknown as Schema<Closed<E>>
    return into(rule(shape, find), (given) => ({
      said: read(given),
      extras: given as unknown as never,
    }))
  }
}

/** A word of the vocabulary, waiting for the keys of its place. */
export type Word<T> = <X extends v.ObjectEntries>(
  extras: X,
  notes?: Readonly<Record<string, string>>,
) => Schema<{ readonly said: T; readonly extras: Closed<X> }>

/** All words of one kind, with the keys of one place. */
export function words<T, X extends v.ObjectEntries>(
  noun: string,
  known: Readonly<Record<string, Word<T>>>,
  extras: X,
  notes?: Readonly<Record<string, string>>,
): Schema<{ readonly said: T; readonly extras: Closed<X> }> {
  const options = Object.entries(known).map(([key, make]) => [key, make(extras, notes)] as const)
  return choice(noun, Object.fromEntries(options))
}
