/** The record of consent, as the page and a log see it (REC-1). */

import { lifetimeDays } from 'kelisim:site'
import { divide, isGranted } from './consent.js'
import { getState } from './store.js'

/** @returns {object | null} nothing before a choice */
export function consentRecord() {
  const { choice } = getState()
  if (!choice) return null
  const [, id, time, language, policy, source, tokens] = choice
  if (FEATURE_IMPLIED && !tokens) return null
  return {
    id,
    time: isoTime(Number(time)),
    expires: isoTime(Number(time) + lifetimeDays * 86400),
    language,
    policy,
    source,
    ...divide(service => isGranted(choice, service))
  }
}

/** @param {number} seconds since 1970 */
function isoTime(seconds) {
  return new Date(seconds * 1000).toISOString()
}
