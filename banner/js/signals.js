/** Tells the vendors' own switches what is allowed; an adapter a vendor, in the bundle only where the site uses it. */

import { switchGoogleAnalytics } from './signals/ga-disable.js'
import { sendGoogleConsent } from './signals/google-consent-mode.js'
import { switchYandexMetrica } from './signals/yandex-metrica.js'

/**
 * @param {'default' | 'update'} command
 * @param {string[]} allowed
 * @param {string[]} withdrawn
 */
export function sendSignals(command, allowed, withdrawn) {
  if (FEATURE_GOOGLE_CONSENT_MODE) sendGoogleConsent(command, allowed)
  if (FEATURE_GA_DISABLE) switchGoogleAnalytics(allowed)
  if (FEATURE_YANDEX_METRICA) switchYandexMetrica(allowed, withdrawn)
}
