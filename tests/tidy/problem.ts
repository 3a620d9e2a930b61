// What every rule answers with: where, and what to do instead.

export interface Problem {
  readonly path: string
  readonly line: number
  readonly rule: string
  readonly message: string
}

export function describeProblem({ path, line, rule, message }: Problem): string {
  return `${path}:${line}  [${rule}] ${message}`
}
