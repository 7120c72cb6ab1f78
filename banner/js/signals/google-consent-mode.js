/** Google Consent Mode v2: `default` before any tag, `update` as soon as a choice is known (GCM-1 … GCM-8). */

import { googleConsentMode } from 'kelisim:site'
import { allowed } from '../store.js'

// Google looks for `arguments`; an array it takes for something else.
const queue = /** @type {(...call: unknown[]) => void} */ (
  function () {
    window.dataLayer.push(arguments)
  }
)

/** @param {'default' | 'update'} command */
export function sendGoogleConsent(command) {
  // An element with id="dataLayer" is no queue.
  if (!Array.isArray(window.dataLayer)) window.dataLayer = []
  // Each key with what speaks for it: its category, or a Google service that was allowed by itself.
  const values = googleConsentMode.map(([key, ...speakers]) => [key, speakers.some(allowed) ? 'granted' : 'denied'])
  queue('consent', command, Object.fromEntries(values))
  // While advertising is not granted, identifiers of ad clicks are taken out of what is sent (GCM-6).
  if (FEATURE_ADS_REDACTION) queue('set', 'ads_data_redaction', !values.some(([key, value]) => key === 'ad_storage' && value === 'granted'))
}
