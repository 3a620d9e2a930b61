/** What `receive` answers when its `after` has passed; equal to nothing that can be sent. */
export const timeout: unique symbol = Symbol.for('mayday.timeout')
export type Timeout = typeof timeout
