/** The TikTok pixel (VEN-10): its tag waits until it is allowed, and one that runs is told. */

import { tiktokPixel } from 'kelisim:site'
import { allowed } from '../store.js'

export function sendTiktokConsent() {
  window.ttq?.[tiktokPixel.some(allowed) ? 'grantConsent' : 'revokeConsent']?.()
}
