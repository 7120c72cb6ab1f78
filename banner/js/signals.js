/** Tells the vendors' own switches what is allowed; an adapter a vendor, in the bundle only where the site uses it. */

import { switchGoogleAnalytics } from './signals/ga-disable.js'
import { sendGoogleConsent } from './signals/google-consent-mode.js'
import { switchYandexMetrica } from './signals/yandex-metrica.js'

/**
 * @param {readonly string[]} allowed
 * @param {readonly string[]} before what was allowed until now
 */
export function sendSignals(allowed, before) {
  if (FEATURE_GOOGLE_CONSENT_MODE) sendGoogleConsent(allowed, 'update')
  if (FEATURE_GA_DISABLE) switchGoogleAnalytics(allowed)
  if (FEATURE_YANDEX_METRICA) switchYandexMetrica(allowed, before)
}

/** Says "no" before any tag can ask. */
export function sendDefaults() {
  if (FEATURE_GOOGLE_CONSENT_MODE) sendGoogleConsent(['necessary'], 'default')
}
