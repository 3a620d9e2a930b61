import { genServer, reply } from 'mayday/otp'
import { point, raise, sleep, type Body } from 'mayday/process'

/** Works, and takes its time to get ready: whoever starts it waits for that. */
export const Worker = genServer('Worker', {
  *init(name: string): Body<{ readonly name: string; readonly done: number }> {
    yield* sleep(20)
    yield* point('ready', name)
    return { name, done: 0 }
  },
  handleCall: {
    work: (state) => reply(state.done + 1, { ...state, done: state.done + 1 }),
  },
  handleCast: {
    stumble: () => raise('stumbled'),
  },
})
