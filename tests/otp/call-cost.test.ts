// A call looks at nothing that was in the mailbox before it (gen.erl: "the receive is optimised").
//
// Goal: a client with a million messages waiting calls as cheaply as one with none. Method: the
// waiting messages count how often they are looked at; steps are counted by the machine; and, with a
// wide margin, the time is measured.

import { expect, test } from 'vitest'
import { call, genServer, reply, sendRequest, receiveResponse } from 'mayday/otp'
import { sleep } from 'mayday/process'
import { Machine } from '../../src/machine/index.ts'

const CALLS = 200
const MANY = 1_000_000

const Echo = genServer('Echo', {
  init: () => 0,
  handleCall: { echo: (state, value: number) => reply(value, state) },
})

interface Cost {
  /** How often one of the waiting messages was looked at. */
  readonly looks: number
  readonly steps: number
  readonly milliseconds: number
}

function costWith(waiting: number, delivery: 'instant' | 'ordered_pairs'): Cost {
  const machine = new Machine({ delivery, values: 'none' })
  let looks = 0
  const unrelated = {
    get kind(): string {
      looks++
      return 'unrelated'
    },
  }
  const cost = { looks: 0, steps: 0, milliseconds: 0 }
  const client = machine.start(function* () {
    const echo = yield* Echo.start()
    yield* sleep(1)
    const [steps, began] = [machine.steps, performance.now()]
    looks = 0
    for (let n = 0; n < CALLS; n++) expect(yield* call(echo, 'echo', n)).toBe(n)
    for (let n = 0; n < CALLS; n++) {
      const id = yield* sendRequest(echo, 'echo', n)
      expect(yield* receiveResponse(id)).toEqual({ reply: n })
    }
    cost.looks = looks
    cost.steps = machine.steps - steps
    cost.milliseconds = performance.now() - began
  })
  machine.run(0)
  for (let n = 0; n < waiting; n++) machine.post(client!, unrelated)
  expect(machine.run()).toEqual({ kind: 'idle' })
  return cost
}

test.each(['instant', 'ordered_pairs'] as const)(
  'a call costs the same with a million messages waiting as with none, %s',
  (delivery) => {
    // Twice, because the first run is slowed by the compiler.
    const [, empty] = [costWith(0, delivery), costWith(0, delivery)]
    const full = costWith(MANY, delivery)
    expect(full.looks).toBe(0)
    expect(full.steps).toBe(empty.steps)
    expect(full.milliseconds).toBeLessThan(10 * Math.max(empty.milliseconds, 5))
  },
)

test('the counter counts: a client that looks for something else looks at all of them', () => {
  // See above: a checker is shown to fail before it is trusted to pass.
  const machine = new Machine({ values: 'none' })
  let looks = 0
  const unrelated = {
    get kind(): string {
      looks++
      return 'unrelated'
    },
  }
  const client = machine.start(function* () {
    const echo = yield* Echo.start()
    const id = yield* sendRequest(echo, 'echo', 1)
    // A later reference makes this one old: nothing may be skipped.
    yield* sendRequest(echo, 'echo', 2)
    yield* sleep(1)
    yield* receiveResponse(id)
  })
  machine.run(0)
  for (let n = 0; n < 100; n++) machine.post(client!, unrelated)
  machine.run()
  expect(looks).toBeGreaterThanOrEqual(100)
})
