/** Microsoft Clarity: its consent call, version 2, with the capital letters that it wants (VEN-8). */

import { microsoftClarity } from 'kelisim:site'
import { allowed } from '../store.js'

/** What is called before the tag is there waits in the queue that Clarity's own snippet would make. */
export function sendClarityConsent() {
  if (typeof window.clarity !== 'function')
    window.clarity = /** @type {any} */ (
      function () {
        window.clarity.q = window.clarity.q || []
        window.clarity.q.push(arguments)
      }
    )
  const [analytics, ads] = microsoftClarity.map(speakers => (speakers.every(allowed) ? 'granted' : 'denied'))
  window.clarity('consentv2', { ad_Storage: ads, analytics_Storage: analytics })
}
