/** Google Consent Mode v2: `default` before any tag, `update` as soon as a choice is known (GCM-1 … GCM-8). */

import { googleConsentMode, services } from 'kelisim:site'

/** @type {Record<string, string>} */
const CATEGORIES = {
  security_storage: 'necessary',
  functionality_storage: 'functional',
  personalization_storage: 'functional',
  analytics_storage: 'analytics',
  ad_storage: 'marketing',
  ad_user_data: 'marketing',
  ad_personalization: 'marketing'
}

/**
 * @param {'default' | 'update'} command
 * @param {string[]} allowed
 */
export function sendGoogleConsent(command, allowed) {
  // A Google service that was allowed by itself speaks for its category.
  const own = services.filter(([id]) => googleConsentMode.includes(id) && allowed.includes(id)).map(([, category]) => category)
  /** @type {Record<string, string>} */
  const values = {}
  for (const key in CATEGORIES) values[key] = [...allowed, ...own].includes(CATEGORIES[key]) ? 'granted' : 'denied'
  // An element with id="dataLayer" is no queue.
  if (!Array.isArray(window.dataLayer)) window.dataLayer = []
  queue('consent', command, values)
}

/** Google looks for `arguments`; an array it takes for something else. @type {(...call: unknown[]) => void} */
const queue = function () {
  window.dataLayer.push(arguments)
}
