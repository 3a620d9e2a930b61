// npm run conformance -- FILE.jsonl... [--kind K]: compares us with traces of real Erlang/OTP.
//
// Prints the cases that differ, then `N passed, M failed`, and exits with 1 if any did, with 2 if the
// input cannot be used. With --batch it reads cases from stdin and writes what happened here to
// stdout, line for line, comparing nothing.

import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

import { UsageError } from '../../src/base/index.ts'
import { kinds, parseCases, type Case, type Kind } from './case-file.ts'
import { answerLine, compareCases, type Choice } from './runner.ts'

const usage = `npm run conformance -- FILE.jsonl... [options]

  --kind K         only cases of that kind; repeatable, or K,L
  --delivery D     ordered_pairs (default) or instant
  --seed S         a random order of events, by that seed; without it the default order
  --batch          cases from stdin, one result per line to stdout`

/** How many differing cases are shown. */
const shown = 10

interface Options extends Choice {
  readonly files: readonly string[]
  readonly batch: boolean
}

function optionsFrom(given: readonly string[]): Options {
  const { values, positionals } = parse(given)
  const only = (values.kind ?? []).flatMap((list) => list.split(','))
  for (const kind of only) {
    if (!isKind(kind)) throw misuse(`unknown kind '${kind}'; there are ${kinds.join(', ')}`)
  }
  const delivery = values.delivery ?? 'ordered_pairs'
  if (delivery !== 'ordered_pairs' && delivery !== 'instant') {
    throw misuse(`unknown delivery '${delivery}'`)
  }
  const batch = values.batch ?? false
  if (batch === positionals.length > 0) {
    throw misuse(batch ? '--batch reads stdin and takes no file' : 'which file of cases?')
  }
  const seed = values.seed ?? null
  return { files: positionals, only: only.filter(isKind), delivery, seed, batch }
}

function parse(given: readonly string[]) {
  const options = {
    kind: { type: 'string', multiple: true },
    delivery: { type: 'string' },
    seed: { type: 'string' },
    batch: { type: 'boolean' },
  } as const
  try {
    return parseArgs({ args: [...given], allowPositionals: true, options })
  } catch (error) {
    throw misuse((error as Error).message)
  }
}

function isKind(text: string): text is Kind {
  return kinds.some((kind) => kind === text)
}

function misuse(what: string): UsageError {
  return new UsageError(`${what}\n\n${usage}`, { code: 'bad_arguments' })
}

function readCases(file: string): readonly Case[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`, { code: 'no_file' })
  }
  return parseCases(text, file)
}

/** Answers how many cases failed. */
function compareFiles(options: Options): number {
  const { passed, failed, skipped } = compareCases(options.files.flatMap(readCases), options)
  for (const { name, diffs } of failed.slice(0, shown)) {
    console.log(`${name}\n  ${diffs.join('\n  ')}`)
  }
  let unseen = 0
  for (const [kind, count] of skipped) {
    unseen += count
    console.log(`skipped ${count} of kind ${kind}: not supported yet`)
  }
  const rest = unseen > 0 ? `, ${unseen} skipped` : ''
  console.log(`${passed} passed, ${failed.length} failed${rest}`)
  return failed.length
}

async function answerLines(options: Options): Promise<void> {
  let number = 0
  for await (const line of createInterface({ input: process.stdin })) {
    number++
    if (line.trim() === '') continue
    const answer = answerLine(line, `stdin:${number}`, options)
    if (answer !== null) process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
}

try {
  const options = optionsFrom(process.argv.slice(2))
  if (options.batch) await answerLines(options)
  else process.exitCode = compareFiles(options) > 0 ? 1 : 0
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
