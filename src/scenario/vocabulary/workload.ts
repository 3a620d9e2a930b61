import * as v from 'valibot'

import { DEFAULTS, type Load, type Request } from '../scenario.ts'
import type { Term } from '../term.ts'
import { show } from './complaint.ts'
import { choice, into, list, text, word, words, type Schema, type Word } from './grammar.ts'
import { delay, duration, label, terms, whole } from './scalar.ts'

interface Target {
  readonly to: string
  readonly request: string
}

/** `pool.checkout`: what stands before the last dot is a registered name or a path. */
const target: Schema<Target> = text(
  'a process and a request such as pool.checkout',
  { pattern: '^\\S+\\.[^.\\s/]+$' },
  (given) => {
    const [, to, request] = /^(\S+)\.([^.\s/]+)$/.exec(given) ?? []
    if (to === undefined || request === undefined)
      return { message: `${show(given)} names no process and request: write pool.checkout` }
    return { value: { to, request } }
  },
)

const timeout: Schema<number | 'infinity'> = text<number | 'infinity'>(
  'a duration such as 2s, or infinity',
  { pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h)|infinity)$' },
  (given) => {
    if (given === 'infinity') return { value: given }
    const reading = v.safeParse(duration(), given)
    if (reading.success) return { value: reading.output }
    return { message: `${show(given)} is neither a duration such as 2s nor infinity` }
  },
)

const args = v.optional(terms)
const none: readonly Term[] = []

/** What a client may do: the second half of every entry. */
const requests: { readonly [kind in Request['kind']]: Word<Request> } = {
  call: word('a call', { call: target, args, timeout: v.optional(timeout) }, (given) => ({
    kind: 'call',
    ...given.call,
    args: given.args ?? none,
    timeout: given.timeout ?? DEFAULTS.timeout,
  })),
  cast: word('a cast', { cast: target, args }, (given) => ({
    kind: 'cast',
    ...given.cast,
    args: given.args ?? none,
  })),
}

const NOTES = { timeout: '"timeout" belongs to a call: nobody waits for a cast' }

const clients: Schema<Load> = into(
  words(
    'request',
    requests,
    {
      clients: whole(1),
      think: v.optional(delay),
      times: v.optional(whole(1)),
      start_at: v.optional(duration()),
    },
    NOTES,
  ),
  ({ said: request, extras: given }) => ({
    kind: 'clients',
    clients: given.clients,
    request,
    think: given.think ?? { kind: 'constant', value: 0 },
    times: given.times ?? 'unbounded',
    startAt: given.start_at ?? 0,
  }),
)

const at: Schema<Load> = into(
  words('request', requests, { at: duration(), client: label }, NOTES),
  ({ said: request, extras: given }) => ({
    kind: 'at',
    at: given.at,
    client: given.client,
    request,
  }),
)

/** The section `workload`. */
export const workload: Schema<readonly Load[]> = list(
  'a list of loads',
  choice<Load>('load', { clients, at }),
)
