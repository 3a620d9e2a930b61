import { UsageError } from '../base/index.ts'
import type { Report } from './report.ts'
import { describeReport } from './story.ts'

/** Thrown by `assertHolds`: the message tells the smallest story and how to see it again. */
export class PropertyViolated extends Error {
  override readonly name = 'PropertyViolated'
  /** Not enumerable: test runners print what is, and nobody wants pages of tallies below the story. */
  declare readonly report: Report
  constructor(report: Report) {
    super(describeReport(report))
    Object.defineProperty(this, 'report', { value: report })
  }
}

/**
 * Throws unless everything held.
 *
 * @throws PropertyViolated with the smallest story; UsageError for a mistake in the system's code.
 */
export function assertHolds(report: Report): void {
  if (report.mistake !== null) {
    const { code, message, hint } = report.mistake
    throw new UsageError(message, { code, hint })
  }
  if (report.verdict !== 'holds') throw new PropertyViolated(report)
}
