import { format, formatDuration } from '../base/index.ts'
import { comparisonText, patternInFull, type Comparison } from '../faults/index.ts'
import type { After, Claim, Section } from './property.ts'

/** What a name is made of. */
interface Unnamed {
  readonly claim: Claim
  readonly after?: After
  readonly within?: number | 'run'
  readonly seeds?: number
}

/**
 * The name of a property that was given none: `always mailbox /app/pool/* <= 16`. Reports, replay
 * lines and `expect` go by it, so it depends on nothing but what the property says.
 */
export function propertyName(section: Section, property: Unnamed): string {
  const words = [section, claimText(property.claim)]
  const { after, within } = property
  if (typeof within === 'number') words.push(`within ${formatDuration(within)}`)
  if (after?.kind === 'quiet') words.push('after quiet')
  if (after?.kind === 'time') words.push(`after ${formatDuration(after.at)}`)
  return words.join(' ')
}

function claimText(claim: Claim): string {
  switch (claim.kind) {
    case 'calls':
      return `calls ${claim.outcome} ${boundText(claim.count)}`
    case 'registered':
      return `registered ${claim.process}`
    case 'state': {
      const part = [patternInFull(claim.of), ...claim.path].join('.')
      const is = claim.is.kind === 'equals' ? `= ${format(claim.is.term)}` : boundText(claim.is)
      return `state ${part} ${is}`
    }
    case 'mailbox':
    case 'alive':
    case 'down':
    case 'restarts':
      return `${claim.kind} ${patternInFull(claim.of)} ${boundText(claim.count)}`
  }
}

function boundText(count: Comparison): string {
  return count.kind === 'exactly' ? `= ${count.value}` : comparisonText(count)
}
