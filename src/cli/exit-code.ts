/** What the process's exit code means; scripts rely on it. */
export const ExitCode = {
  holds: 0,
  violated: 1,
  /** Arguments or files are wrong, or the system's code misuses mayday. */
  usage: 2,
  notDeterministic: 3,
  nothingMatched: 4,
  /** A run hung or hit a limit, so that nobody can tell. */
  limit: 5,
  /** A bug in mayday itself (EX_SOFTWARE). */
  internal: 70,
  /** `replay --bisect` cannot tell: `git bisect` skips the commit. */
  cannotTell: 125,
  interrupted: 130,
} as const

/** The same for people, as the last lines of the help. */
export const EXIT_CODES: string = [
  'Exit codes: 0 as expected · 1 violated · 2 arguments, files or code are wrong',
  '3 not deterministic · 4 nothing matched · 5 limit or hang · 70 bug in mayday',
  '125 replay --bisect cannot tell · 130 Ctrl-C',
].join('\n            ')

/** The worst of several codes, in the order in which a user must know of them. */
export function worstOf(codes: readonly number[]): number {
  const order = [ExitCode.notDeterministic, ExitCode.usage, ExitCode.violated, ExitCode.limit]
  return order.find((code) => codes.includes(code)) ?? ExitCode.holds
}
