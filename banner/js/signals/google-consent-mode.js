/** Google Consent Mode v2: `default` before any tag, `update` as soon as a choice is known (GCM-1 … GCM-8). */

import { googleConsentMode, services } from 'kelisim:site'

const KEYS = {
  necessary: ['security_storage'],
  functional: ['functionality_storage', 'personalization_storage'],
  analytics: ['analytics_storage'],
  marketing: ['ad_storage', 'ad_user_data', 'ad_personalization']
}

/**
 * @param {string[]} allowed
 * @param {'default' | 'update'} command
 */
export function sendGoogleConsent(allowed, command) {
  /** @type {Record<string, string>} */
  const values = {}
  for (const [category, keys] of Object.entries(KEYS)) {
    const granted = allowed.includes(category) || services.some(([id, of]) =>
      of === category && googleConsentMode.includes(id) && allowed.includes(id))
    for (const key of keys) values[key] = granted ? 'granted' : 'denied'
  }
  push('consent', command, values)
}

/** Google reads the `arguments` of a function; a plain array it takes for something else. */
function push() {
  // An element with id="dataLayer" is not a queue.
  if (!Array.isArray(window.dataLayer)) window.dataLayer = []
  window.dataLayer.push(arguments)
}
