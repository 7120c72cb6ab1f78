/**
 * The Meta pixel (VEN-9). Its snippet does nothing where `fbq` is there already, so none is made for it: until it is allowed
 * its tag waits, and then it counts as granted. A pixel that runs is told.
 */

import { metaPixel } from 'kelisim:site'
import { allowed } from '../store.js'

export function sendMetaConsent() {
  if (typeof window.fbq === 'function') window.fbq('consent', metaPixel.some(allowed) ? 'grant' : 'revoke')
}
