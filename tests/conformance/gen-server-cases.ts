// Kind gen_server: servers that do what their start and their messages tell them.

import {
  call,
  callWithin,
  cast,
  genServer,
  noreply,
  ok,
  reply,
  replyTo,
  start,
  startLink,
  stop,
  stopServer,
  type From,
} from '../../src/otp/index.ts'
