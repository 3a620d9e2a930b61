import { format, formatDuration } from '../base/index.ts'
import { comparisonSource, type Comparison } from './comparison.ts'
import type { After, Claim, Section } from './property.ts'
import type { Pattern } from './selector.ts'

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
      return `calls ${claim.outcome} ${comparisonText(claim.count)}`
    case 'registered':
      return `registered ${claim.process}`
    case 'state': {
      const part = [patternText(claim.of), ...claim.path].join('.')
      const is =
        claim.is.kind === 'equals' ? `= ${format(claim.is.term)}` : comparisonText(claim.is)
      return `state ${part} ${is}`
    }
    case 'mailbox':
    case 'alive':
    case 'down':
    case 'restarts':
      return `${claim.kind} ${patternText(claim.of)} ${comparisonText(claim.count)}`
  }
}

function comparisonText(comparison: Comparison): string {
  return comparison.kind === 'exactly'
    ? `= ${comparison.value}`
    : String(comparisonSource(comparison))
}

/** A pattern in one line: `/app/**`, `/app/** (worker, life >= 1)`. */
export function patternText(pattern: Pattern): string {
  const filters: string[] = []
  if (pattern.role) filters.push(pattern.role)
  if (pattern.behaviour) filters.push(pattern.behaviour)
  if (pattern.life) filters.push(`life ${comparisonText(pattern.life)}`)
  return filters.length === 0 ? pattern.path : `${pattern.path} (${filters.join(', ')})`
}
