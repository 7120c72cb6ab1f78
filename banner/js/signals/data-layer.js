/** An event for triggers of a tag manager: who is allowed, as soon as it is known and after each choice (GCM-10). */

import { getState } from '../store.js'

export function pushConsentEvent() {
  if (!Array.isArray(window.dataLayer)) window.dataLayer = []
  window.dataLayer.push({ event: 'kelisim_consent', kelisim_allowed: [...getState().allowed] })
}
