/** What the process's exit code means; scripts rely on it. */
export const ExitCode = {
  holds: 0,
  violated: 1,
  /** Arguments or files are wrong, or the system's code misuses mayday. */
  usage: 2,
  notDeterministic: 3,
  nothingMatched: 4,
  limit: 5,
  /** A bug in mayday itself (EX_SOFTWARE). */
  internal: 70,
  /** `replay --bisect` cannot tell: `git bisect` skips the commit. */
  cannotTell: 125,
  interrupted: 130,
} as const

/** The worst of several codes, in the order in which a user must know of them. */
export function worstOf(codes: readonly number[]): number {
  const order = [ExitCode.notDeterministic, ExitCode.usage, ExitCode.violated, ExitCode.limit]
  return order.find((code) => codes.includes(code)) ?? ExitCode.holds
}
