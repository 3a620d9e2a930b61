import type { Module } from './mini-server.ts'

/** Two servers for the little OTP: plain functions, and no process in sight. */

/** Adds up what it is told, and answers with the sum. */
export const adder: Module<number> = {
  init: 0,
  handleCall: (_request, sum) => [sum, sum],
  handleCast: (term, sum) => sum + Number(term),
}

/** Remembers who has been here. */
export const guests: Module<readonly unknown[]> = {
  init: [],
  handleCall: (_request, names) => [names, names],
  handleCast: (name, names) => [...names, name],
}
