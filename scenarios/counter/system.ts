import { child, supervisor } from 'mayday/otp'
import type { Body } from 'mayday/process'
import { Counter, counter } from './counter.ts'
import { Ticker, ticker, type Aim } from './ticker.ts'

/** A counter, and one that counts by itself. */
export const Counters = supervisor('Counters', (aim: Aim) => ({
  maxRestarts: 10,
  children: [child(Counter, { name: counter }), child(Ticker, { name: ticker, args: [aim] })],
}))

export function* system({ aim = 'me' }: { readonly aim?: Aim } = {}): Body {
  yield* Counters.start(aim)
}
