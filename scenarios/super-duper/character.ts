/** A character of the show, as plain data: who it is, and what it has said. */
export interface Character {
  readonly name: string
  readonly said: readonly string[]
}

export function enter(name: string): Character {
  return { name, said: [] }
}

export function remember(character: Character, line: string): Character {
  return { ...character, said: [...character.said, line] }
}

/** The line as the audience hears it. */
export function spoken({ name }: Character, line: string): string {
  return `${name}: ${line}`
}
