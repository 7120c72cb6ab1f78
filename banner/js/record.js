/** The record of consent, as the page and a log see it (REC-1). */

import { lifetime } from 'kelisim:site'
import { divide, isGranted } from './consent.js'
import { getState } from './store.js'

/** @returns {import('../kelisim.js').KelisimConsent | null} nothing before a choice */
export function consentRecord() {
  const { choice } = getState()
  if (!choice) return null
  const [, id, time, language, policy, source, tokens] = /** @type {any} */ (choice)
  if (FEATURE_IMPLIED && !tokens) return null
  return {
    id,
    time: isoTime(time),
    expires: isoTime(+time + lifetime),
    language,
    policy,
    source,
    ...divide(isGranted)
  }
}

/** @param {number} seconds since 1970 */
function isoTime(seconds) {
  return new Date(seconds * 1000).toJSON()
}
