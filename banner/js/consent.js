/** The rules: what a choice says, when it lapses, what is still to be asked. */

import { ids, lifetime, policyMajor, services } from 'kelisim:site'
import { getState } from './store.js'

/**
 * What a visitor chose, field by field as the cookie keeps it (docs/consent-cookie.md): the number of the record, seconds since 1970,
 * the language, the version of the policy, the control that was used, and tokens each with its bit: "k3Fz19_Qz0".
 * @typedef {[format: string, id: string, time: string, language: string, policy: string, source: string, tokens: string]} Choice
 */

/** @typedef {import('kelisim:site').Service} Service */

/**
 * Whether a choice still holds. Another major version of the policy asks everybody again.
 * @param {Choice} choice
 */
export function holds(choice) {
  const age = Date.now() / 1000 - +choice[2]
  // A clock that was put back makes a choice come from the future; a day of that is borne with.
  return age > -86400 && age < lifetime && parseInt(choice[4]) === policyMajor
}

/**
 * What the choice that holds says of a service, under its token of today or an earlier one of equal meaning.
 * @param {Service} service
 * @returns {string | undefined} '1', '0', or nothing
 */
export function decisionOn([, , tokens]) {
  const { choice } = getState()
  return choice && RegExp(`^(?:.{5})*(?:${tokens})(.)`).exec(choice[6])?.[1]
}

/**
 * Whether that lets the service run. The privacy signal turns the implied model into the explicit one.
 * @param {Service} service
 * @returns {boolean}
 */
export function isGranted(service) {
  if (FEATURE_IMPLIED && !hasPrivacySignal()) return decisionOn(service) !== '0'
  return decisionOn(service) === '1'
}

/** @returns {boolean} whether the browser sends Global Privacy Control (SIG-1) */
export function hasPrivacySignal() {
  return FEATURE_GPC && navigator.globalPrivacyControl === true
}

/**
 * Categories and services, divided by whether they may run. A category may when all its services may.
 * @param {(service: Service) => unknown} test
 * @returns {{ granted: string[], denied: string[] }}
 */
export function divide(test) {
  const stopped = services.filter(service => !test(service)).flatMap(([id, category]) => [id, category])
  return { granted: ids.filter(id => !stopped.includes(id)), denied: ids.filter(id => stopped.includes(id)) }
}
