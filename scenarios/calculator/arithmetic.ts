/**
 * What a calculator knows, as plain functions of the value shown and an operand. What is no number,
 * and the division by zero, throw.
 */

/** A key of the calculator, with its operand if it takes one. */
export type Command =
  | { readonly kind: 'add' | 'subtract' | 'multiply' | 'divide'; readonly by: number }
  | { readonly kind: 'inc' | 'dec' | 'negate' }

export function add(value: number, by: number): number {
  return value + operand(by)
}

export function subtract(value: number, by: number): number {
  return value - operand(by)
}

export function multiply(value: number, by: number): number {
  return value * operand(by)
}

export function divide(value: number, by: number): number {
  if (operand(by) === 0) throw new RangeError(`${value} divided by zero`)
  return value / by
}

export function inc(value: number): number {
  return value + 1
}

export function dec(value: number): number {
  return value - 1
}

export function negate(value: number): number {
  return -value
}

/** The value after one command. */
export function press(value: number, command: Command): number {
  switch (command.kind) {
    case 'add':
      return add(value, command.by)
    case 'subtract':
      return subtract(value, command.by)
    case 'multiply':
      return multiply(value, command.by)
    case 'divide':
      return divide(value, command.by)
    case 'inc':
      return inc(value)
    case 'dec':
      return dec(value)
    case 'negate':
      return negate(value)
  }
}

/** The value after all of them. */
export function fold(value: number, commands: readonly Command[]): number {
  return commands.reduce(press, value)
}

/** TypeScript stops at the border of a process: what comes in a message may be anything. */
function operand(given: number): number {
  if (!Number.isFinite(given)) throw new TypeError(`not a number: ${String(given)}`)
  return given
}
