/** Tells the vendors' own switches what is allowed; an adapter a vendor, in the bundle only where the site uses it. */

import { pushConsentEvent } from './signals/data-layer.js'
import { switchGoogleAnalytics } from './signals/ga-disable.js'
import { sendGoogleConsent } from './signals/google-consent-mode.js'
import { sendClarityConsent } from './signals/microsoft-clarity.js'
import { sendUetConsent } from './signals/microsoft-uet.js'
import { switchYandexMetrica } from './signals/yandex-metrica.js'

/** @param {'default' | 'update'} command */
export function sendSignals(command) {
  if (FEATURE_GOOGLE_CONSENT_MODE) sendGoogleConsent(command)
  if (FEATURE_GA_DISABLE) switchGoogleAnalytics()
  if (FEATURE_YANDEX_METRICA) switchYandexMetrica()
  if (FEATURE_MICROSOFT_UET) sendUetConsent(command)
  if (FEATURE_MICROSOFT_CLARITY) sendClarityConsent()
  // Last: what a trigger starts finds every vendor told.
  if (FEATURE_DATA_LAYER && command === 'update') pushConsentEvent()
}
