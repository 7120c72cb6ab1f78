/** Makes a choice hold: what may run runs, what is still to be asked is asked. */

import { services } from 'kelisim:site'
import { decisionOn, divide, holds, isGranted } from './consent.js'
import { scan } from './gate.js'
import { use } from './parts.js'
import { sendSignals } from './signals.js'
import { loadChoice } from './storage.js'
import { getState, setState } from './store.js'

/** @param {import('./consent.js').Choice} [made] */
export function apply(made) {
  setState({ choice: made && holds(made) ? made : undefined })
  // A service stays off on pages that the owner keeps it from.
  const { granted } = divide(service => isGranted(service) && !(FEATURE_NOT_ON && service[5] && RegExp(`^(${service[5]})$`).test(location.pathname)))
  setState({ allowed: granted, stored: String(loadChoice()) })
  sendSignals('update')
  scan()
}

/** @returns {unknown} whether there is something to ask */
export function isAsking() {
  return FEATURE_OPTIONAL && (FEATURE_IMPLIED ? !getState().choice : services.some(service => !decisionOn(service)))
}

/** Another window may have changed what is stored (STO-10). */
export function recall() {
  if (String(loadChoice()) !== getState().stored) use(kit => kit._change(loadChoice()))
}
