/** `window.Kelisim`: what the page may ask and tell. */

import { build } from 'kelisim:site'
import { acceptAll, choose, consentRecord, rejectAll, reset } from './choices.js'
import { on } from './events.js'
import { explain, scan } from './gate.js'
import { allowed, when } from './permission.js'
import { getState } from './store.js'
import { closePreferences, openPreferences, setLanguage } from './views.js'

/** Puts the one frozen object into the page. */
export function publish() {
  const api = {
    version: build,
    get language() {
      return getState().language
    },
    get consent() {
      return consentRecord()
    },
    allowed,
    when,
    open: () => openPreferences(),
    close: closePreferences,
    accept: ids => void (ids ? decideOn(ids, true) : acceptAll('api')),
    reject: ids => void (ids ? decideOn(ids, false) : rejectAll('api')),
    reset,
    explain,
    scan,
    setLanguage,
    on
  }
  // Defined, not assigned: an element with id="Kelisim" would be found by name otherwise.
  Object.defineProperty(window, 'Kelisim', { value: Object.freeze(api) })
}

/**
 * @param {string | string[]} ids categories and services
 * @param {boolean} decision
 */
function decideOn(ids, decision) {
  const named = [ids].flat()
  choose('api', ([id, category]) => (named.includes(id) || named.includes(category) ? decision : undefined))
}
