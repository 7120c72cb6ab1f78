/** The record of consent, as the page and a log see it (REC-1). */

import { lifetimeDays } from 'kelisim:site'
import { divide, isGranted } from './consent.js'
import { getState } from './store.js'

/** @returns {object | null} nothing before a choice */
export function consentRecord() {
  const { choice } = getState()
  if (!choice || (FEATURE_IMPLIED && !choice.tokens)) return null
  const { id, language, policy, source } = choice
  const time = Number(choice.time) * 1000
  return {
    id,
    time: new Date(time).toISOString(),
    expires: new Date(time + lifetimeDays * 86400000).toISOString(),
    language,
    policy,
    source,
    ...divide(service => isGranted(choice, service))
  }
}
