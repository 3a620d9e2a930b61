import { call, cast, child, genServer, named, noreply, reply, supervisor } from 'mayday/otp'
import type { Performable } from 'mayday/process'
import { fold, inc, press, type Command } from './arithmetic.ts'

/**
 * The calculator as a gen_server. What it is and does is in `arithmetic.ts`; here is only who may
 * ask for it, and how.
 */
export const Calculator = genServer('Calculator', {
  init: (initial: number) => initial,
  handleCall: {
    value: (value) => reply(value, value),
    fold: (value, commands: readonly Command[]) => {
      const result = fold(value, commands)
      return reply(result, result)
    },
  },
  handleCast: {
    press: (value, command: Command) => noreply(press(value, command)),
  },
  /** Whoever knows the pid may press `inc` by a bare message. */
  handleInfo: (value, message) => noreply(message === 'inc' ? inc(value) : value),
})

export const calculator = named(Calculator, 'calculator')

/** Keeps one calculator, which begins at `initial` in each of its lives. */
export const Desk = supervisor('Desk', (initial: number) => ({
  children: [child(Calculator, { name: calculator, args: [initial] })],
}))

/** Presses a key, and does not wait. */
export function tell(command: Command): Performable<'ok'> {
  return cast(calculator, 'press', command)
}

/** The value shown. */
export function value(): Performable<number> {
  return call(calculator, 'value')
}
