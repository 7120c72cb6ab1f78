/** `window.Kelisim`: what the page may ask and tell. */

import { build } from 'kelisim:site'
import { on } from './events.js'
import { scan } from './gate.js'
import { use } from './parts.js'
import { consentRecord } from './record.js'
import { allowed, getState } from './store.js'

/** Puts the one frozen object into the page. */
export function publish() {
  /** @type {any} */
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
    scan,
    on
  }
  // What the banner's part does, and few pages of few sites ask for.
  for (const name of 'accept reject open close reset explain setLanguage'.split(' '))
    api[name] = (/** @type {unknown[]} */ ...values) => use(kit => kit._call(name, values))
  // Defined, not assigned: it stays even where an element has the id "Kelisim".
  Object.defineProperty(window, 'Kelisim', { value: Object.freeze(api) })
}

/**
 * @param {string} id
 * @returns {Promise<void>} fulfilled once it is allowed
 */
function when(id) {
  return new Promise(resolve => {
    const check = () => allowed(id) && resolve()
    on('choice', check)
    check()
  })
}
