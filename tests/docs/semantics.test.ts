// Every law of docs/SEMANTICS.md is shown by a test that is really there.

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Law {
  readonly number: string
  readonly section: number
  readonly text: string
  readonly shownBy: readonly { readonly file: string; readonly title: string }[]
}

function lawsOf(page: string): readonly Law[] {
  // A law is a list item; it ends where the next one, a heading or a blank line begins.
  return [...page.matchAll(/^- \*\*(\d+)\.(\d+)\*\* (.+(?:\n {2}.+)*)/gm)].map((match) => {
    const [, section = '', n = '', text = ''] = match
    const shownBy = [...text.matchAll(/`((?:tests|properties)\/[^`]+)`: "([^"]+)"/g)]
    return {
      number: `${section}.${n}`,
      section: Number(section),
      text,
      shownBy: shownBy.map(([, file = '', title = '']) => ({ file, title })),
    }
  })
}

/** What is wrong with where the law is shown; nothing when all is well. */
function complaints({ number, shownBy }: Law): readonly string[] {
  if (shownBy.length === 0) return [`${number} names no test`]
  return shownBy.flatMap(({ file, title }) => {
    if (!existsSync(root + file)) return [`${number}: there is no ${file}`]
    const quoted = ["'", '"', '`'].map((quote) => quote + title + quote)
    const source = readFileSync(root + file, 'utf8')
    const isThere = quoted.some((each) => source.includes(each))
    return isThere ? [] : [`${number}: ${file} has no test "${title}"`]
  })
}

const page = readFileSync(`${root}docs/SEMANTICS.md`, 'utf8')
const laws = lawsOf(page)

describe('the laws', () => {
  test('are each shown by a test that exists', () => {
    expect(laws.flatMap(complaints)).toEqual([])
  })

  test('are numbered without gaps, under the heading of their section', () => {
    const headings = [...page.matchAll(/^## (\d+)\. /gm)].map(([, section]) => Number(section))
    expect(headings).toEqual(headings.map((_, i) => i + 1))
    for (const section of headings) {
      const own = laws.filter((law) => law.section === section).map(({ number }) => number)
      expect(own).toEqual(own.map((_, i) => `${section}.${i + 1}`))
    }
    // Every item that looks like a law has been read as one.
    expect(laws.length).toBe([...page.matchAll(/^- \*\*/gm)].length)
    expect(laws.length).toBeGreaterThan(90)
  })

  test('stand under their own section', () => {
    let section = 0
    for (const line of page.split('\n')) {
      section = Number(/^## (\d+)\./.exec(line)?.[1] ?? section)
      const law = /^- \*\*(\d+)\./.exec(line)
      if (law !== null) expect(Number(law[1])).toBe(section)
    }
  })
})

describe('a law is found wanting', () => {
  const complain = (text: string): readonly string[] => lawsOf(text).flatMap(complaints)

  test('when it names no test', () => {
    expect(complain('- **1.1** All is well.\n')).toEqual(['1.1 names no test'])
  })

  test('when the file is not there', () => {
    expect(complain('- **1.1** All is\n  well. `tests/none.test.ts`: "is"\n')).toEqual([
      '1.1: there is no tests/none.test.ts',
    ])
  })

  test('when the file has no such test', () => {
    expect(complain('- **2.3** So. `tests/tidy.test.ts`: "is nowhere"\n')).toEqual([
      '2.3: tests/tidy.test.ts has no test "is nowhere"',
    ])
  })
})
