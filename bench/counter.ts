import { genServer, reply } from '../src/otp/index.ts'

/** The smallest server that does something, for the benches. */
export const Counter = genServer('Counter', {
  init: (start: number) => ({ count: start }),
  handleCall: {
    add: (state, by: number) => reply(state.count + by, { count: state.count + by }),
  },
})
