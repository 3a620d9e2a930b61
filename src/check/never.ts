import { Invariant, type InvariantOptions } from './always.ts'
import type { Answer, Predicate } from './predicate.ts'
import type { Property } from './property.ts'

/**
 * What must hold after no step. The predicate answers true, or says what it has found, when the
 * forbidden thing is there.
 *
 * @example
 * never('two leaders', (world) => leadersOf(world).length > 1)
 */
export function never(
  name: string,
  predicate: Predicate,
  options: InvariantOptions = {},
): Property {
  const says = (answer: Answer): string | null => {
    if (answer === true) return `It came about: ${name}.`
    return typeof answer === 'string' ? answer : null
  }
  return {
    name,
    kind: 'never',
    start: () => new Invariant(predicate, says, options.after ?? 'start'),
  }
}
