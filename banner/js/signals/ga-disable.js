/** Google Analytics: the switch that gtag.js itself asks before every call (GCM-11). */

import { gaDisable } from 'kelisim:site'

/** @param {string[]} allowed */
export function switchGoogleAnalytics(allowed) {
  for (const [service, ids] of gaDisable)
    for (const id of ids) window[`ga-disable-${id}`] = !allowed.includes(service)
}
