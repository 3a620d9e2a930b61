import { genServer, named, noreply, reply } from 'mayday/otp'
import { raise } from 'mayday/process'
import { dec, inc, ZERO } from './counting.ts'

/** The counter as a gen_server: it counts casts, and crashes on `boom`. */
export const Counter = genServer('Counter', {
  init: () => ZERO,
  handleCall: {
    val: (count) => reply(count, count),
  },
  handleCast: {
    inc: (count) => noreply(inc(count)),
    dec: (count) => noreply(dec(count)),
    boom: () => raise('boom'),
  },
})

export const counter = named(Counter, 'counter')
