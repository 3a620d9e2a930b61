// The decision table of "Receiving Exit Signals" (Erlang reference manual, Processes), row by row.
//
// Method: a receiver is put into the state that the row asks for; a sender sends it one exit signal, by
// exit/2 or over a link by ending. What became of the receiver is read off the trace. For a link that
// is not active any more, the signal is held while the receiver unlinks.

import { describe, expect, test } from 'vitest'

import { Machine, type Delivery } from '../../src/machine/index.ts'
import { type AnyPid, type TraceEvent } from '../../src/record/index.ts'
import { exit, isExit, link, receive, self, sleep, trapExit, unlink } from 'mayday/process'
import { deliveries } from '../support/play.ts'

type Via = 'exit/2' | 'link'
type Sender = 'self' | 'other'
type Outcome = 'ignored' | { readonly message: string } | { readonly dies: string }

interface Row {
  readonly reason: 'normal' | 'kill' | 'other'
  readonly via: Via
  readonly sender: Sender
  readonly trapping: boolean
  /** Whether sender and receiver are linked when the signal is received. */
  readonly linked: boolean
}

const message = (reason: string): Outcome => ({ message: reason })
const dies = (reason: string): Outcome => ({ dies: reason })

/** [via, sender, linked (any when absent), reason, not trapping, trapping] */
const table: readonly (readonly [Via, Sender, boolean | null, Row['reason'], Outcome, Outcome])[] =
  [
    ['exit/2', 'self', false, 'normal', dies('normal'), message('normal')],
    ['exit/2', 'self', false, 'kill', dies('killed'), dies('killed')],
    ['exit/2', 'self', false, 'other', dies('other'), message('other')],
    ['exit/2', 'other', null, 'normal', 'ignored', message('normal')],
    ['exit/2', 'other', null, 'kill', dies('killed'), dies('killed')],
    ['exit/2', 'other', null, 'other', dies('other'), message('other')],
    ['link', 'other', true, 'normal', 'ignored', message('normal')],
    ['link', 'other', true, 'kill', dies('kill'), message('kill')],
    ['link', 'other', true, 'other', dies('other'), message('other')],
    ['link', 'other', false, 'normal', 'ignored', 'ignored'],
    ['link', 'other', false, 'kill', 'ignored', 'ignored'],
    ['link', 'other', false, 'other', 'ignored', 'ignored'],
  ]

const rows: readonly (Row & { readonly expected: Outcome })[] = table.flatMap(
  ([via, sender, links, reason, otherwise, ifTrapping]) =>
    (links === null ? [true, false] : [links]).flatMap((linked) => [
      { reason, via, sender, trapping: false, linked, expected: otherwise },
      { reason, via, sender, trapping: true, linked, expected: ifTrapping },
    ]),
)

function outcomeOf(row: Row, delivery: Delivery): Outcome {
  const machine = new Machine({ delivery })
  const events: TraceEvent[] = []
  machine.watch((event) => events.push(event))
  let outcome: Outcome = 'ignored'

  function* receiver(other: AnyPid | null) {
    yield* trapExit(row.trapping)
    if (other !== null && (row.linked || row.via === 'link')) yield* link(other)
    yield* sleep(10)
    if (row.sender === 'self') yield* exit(yield* self(), row.reason)
    yield* sleep(10)
    if (other !== null && row.via === 'link' && !row.linked) yield* unlink(other)
    const received = yield* receive(isExit)
    outcome = message(received.reason as string)
  }
  function* sender() {
    const target = yield* receive()
    if (row.via === 'exit/2') yield* exit(target as AnyPid, row.reason)
    else exit(row.reason)
    yield* receive()
  }

  const from = row.sender === 'self' ? null : machine.start(sender, [], 'sender')!
  const to = machine.start(receiver, [from], 'receiver')!
  machine.advance(10)
  if (from !== null) {
    if (row.via === 'link' && !row.linked) machine.hold(from, to)
    machine.post(from, to)
  }
  machine.advance(10)
  if (from !== null) machine.release(from, to)
  expect(machine.run()).toEqual({ kind: 'idle' })

  const death = events.find((event) => event.kind === 'exit' && event.pid === to)
  return death?.kind === 'exit' && outcome === 'ignored' ? dies(death.reason as string) : outcome
}

describe.each(deliveries)('receiving exit signals, %s', (delivery) => {
  test.each(rows)(
    '$reason by $via from $sender, linked: $linked, trapping: $trapping',
    ({ expected, ...row }) => {
      expect(outcomeOf(row, delivery)).toEqual(expected)
    },
  )
})

test('the table has a row for every case there is', () => {
  // A process has no link with itself; exit/2 does not care for links; all else is combined freely.
  expect(rows).toHaveLength(3 * 2 * (1 + 2 + 2))
  expect(new Set(rows.map(({ expected: _, ...row }) => JSON.stringify(row))).size).toBe(rows.length)
})
