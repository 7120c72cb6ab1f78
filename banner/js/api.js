/** `window.Kelisim`: what the page may ask and tell. */

import { build } from 'kelisim:site'
import { acceptAll, choose, rejectAll, reset } from './choices.js'
import { on } from './events.js'
import { explain, scan } from './gate.js'
import { consentRecord } from './record.js'
import { allowed, getState } from './store.js'
import { closePreferences, openPreferences, setLanguage } from './views.js'

/** @typedef {string | readonly string[] | undefined} Ids categories and services */

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
    accept(/** @type {Ids} */ ids) {
      if (ids) decide(ids, true)
      else acceptAll('api')
    },
    reject(/** @type {Ids} */ ids) {
      if (ids) decide(ids, false)
      else rejectAll('api')
    },
    reset,
    explain,
    scan,
    setLanguage,
    on
  }
  // Defined, not assigned: it stays even where an element has the id "Kelisim".
  Object.defineProperty(window, 'Kelisim', { value: Object.freeze(api) })
}

/**
 * @param {string} id
 * @returns {Promise<void>} fulfilled once it is allowed
 */
function when(id) {
  return new Promise(resolve => {
    const undo = on('choice', check)
    function check() {
      if (!allowed(id)) return
      undo()
      resolve()
    }
    check()
  })
}

/**
 * @param {string | readonly string[]} ids
 * @param {boolean} decision
 */
function decide(ids, decision) {
  choose('api', ([id, category]) => ([ids].flat().some(named => named === id || named === category) ? decision : undefined))
}
