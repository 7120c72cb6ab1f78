/** Google Analytics: the switch that gtag.js itself asks before every call (GCM-11). */

import { gaDisable } from 'kelisim:site'
import { allowed } from '../store.js'

/** Off for every property whose service may not run. */
export function switchGoogleAnalytics() {
  for (const [service, id] of gaDisable) window[`ga-disable-${id}`] = !allowed(service)
}
