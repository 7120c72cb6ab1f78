/** Why a tag is held, or ran: for whoever builds the page. */

import { ids } from 'kelisim:site'
import { lacksNonce, released } from './gate.js'
import { allowed } from './store.js'

/** @param {any} tag */
export function explain(tag) {
  const id = tag.dataset.kelisimConsent
  const may = tag.localName === 'script' && lacksNonce(tag) ? 'nonce' : 'allowed'
  return { id, reason: allowed(id) ? may : ids.includes(id) ? 'denied' : 'unknown', released: released.has(tag) }
}
