import { name, type Name } from '../process/index.ts'
import type { ServerProtocol, ServerRef } from './address.ts'
import type { GenServer } from './gen-server.ts'

/**
 * A registered name that speaks a server's protocol, to be used before and after the server is
 * there.
 *
 * @example
 * const ledger = named(Ledger, 'ledger')
 * child(Ledger, { name: ledger })
 */
export function named<Protocol extends ServerProtocol>(
  _server: GenServer<Protocol>,
  text: string,
): Name<never> & ServerRef<Protocol> {
  return name<never>(text)
}
