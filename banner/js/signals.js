/** Tells the vendors' own switches what is allowed; an adapter a vendor, in the bundle only where the site uses it. */

import { switchGoogleAnalytics } from './signals/ga-disable.js'
import { sendGoogleConsent } from './signals/google-consent-mode.js'
import { switchYandexMetrica } from './signals/yandex-metrica.js'

/** @param {'default' | 'update'} command */
export function sendSignals(command) {
  if (FEATURE_GOOGLE_CONSENT_MODE) sendGoogleConsent(command)
  if (FEATURE_GA_DISABLE) switchGoogleAnalytics()
  if (FEATURE_YANDEX_METRICA) switchYandexMetrica()
}
