// Goal: every way of calling out to an echo gets what it is promised, and the naive one does not.
// Method: small systems of our own, tried on many schedules; whatever the root expects must hold in
// all of them, for a root that crashes violates `system_ends`.

import { assertHolds, check, simulate } from 'mayday'
import { timeout, exit, isAlive, now, receive, sleep, type Pid } from 'mayday/process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { ask, IDLE, PATIENCE, shout, start } from '../../scenarios/echo/echo.ts'
import { isLetter } from '../../scenarios/echo/letter.ts'
import { scenarioTests } from './scenario-tests.ts'

