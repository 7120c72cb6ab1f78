/** The rules: what a choice says, how it is written down, when it lapses, what is still to be asked. */

import { lifetimeDays, policyVersion, services } from 'kelisim:site'

/**
 * What a visitor chose, field by field as the cookie keeps it (docs/consent-cookie.md): the number of the record, seconds since 1970,
 * the language, the version of the policy, the control that was used, and tokens each with its bit: "k3Fz19_Qz0".
 * @typedef {[format: string, id: string, time: string, language: string, policy: string, source: string, tokens: string]} Choice
 */

/** @typedef {import('kelisim:site').Service} Service */

export const NECESSARY = 'necessary'
const GRAMMAR = /^1~\d{9,30}~\d{10}~[\w-]{2,14}~[\w.-]{3,13}~[a-z]{3,8}~([\w-]{4}[01])*$/

/**
 * @param {string | null | undefined} text
 * @returns {Choice | undefined} nothing, unless every character is as it should be
 */
export function parseChoice(text) {
  return text && GRAMMAR.test(text) ? /** @type {Choice} */ (text.split('~')) : undefined
}

/** @returns {number} seconds since 1970 */
export function now() {
  return Math.floor(Date.now() / 1000)
}

/**
 * Why a choice holds no more.
 * @param {Choice} choice
 * @returns {'' | 'expired' | 'policy'}
 */
export function lapseOf([, , time, , policy]) {
  const age = now() - Number(time)
  // A clock that was put back makes a choice come from the future; a day of that is borne with.
  if (age < -86400 || age >= lifetimeDays * 86400) return 'expired'
  // Another major version of the policy asks everybody again.
  return parseInt(policy) === parseInt(policyVersion) ? '' : 'policy'
}

/**
 * What was decided about a service, under its token of today or an earlier one of equal meaning.
 * @param {Choice | undefined} choice
 * @param {Service} service
 * @returns {string | undefined} '1', '0', or nothing
 */
export function decisionOn(choice, [, , tokens]) {
  return choice && RegExp(`^(?:.{5})*(?:${tokens})(.)`).exec(choice[6])?.[1]
}

/**
 * Whether a choice lets a service run. The privacy signal turns the implied model into the explicit one.
 * @param {Choice | undefined} choice
 * @param {Service} service
 * @returns {boolean}
 */
export function isGranted(choice, service) {
  const decision = service[1] === NECESSARY ? '1' : decisionOn(choice, service)
  return FEATURE_IMPLIED && !hasPrivacySignal() ? decision !== '0' : decision === '1'
}

/** @returns {boolean} whether the browser sends Global Privacy Control (SIG-1) */
export function hasPrivacySignal() {
  return FEATURE_GPC && navigator.globalPrivacyControl === true
}

/**
 * The services on which nothing is decided.
 * @param {Choice | undefined} choice
 * @returns {Service[]}
 */
export function undecidedServices(choice) {
  return services.filter(service => service[1] !== NECESSARY && !decisionOn(choice, service))
}

/**
 * Categories and services, divided by whether they may run. A category may when all its services may.
 * @param {(service: Service) => unknown} test
 * @returns {{ granted: string[], denied: string[] }}
 */
export function divide(test) {
  const ids = [...new Set([NECESSARY, ...services.map(service => service[1]), ...services.map(service => service[0])])]
  const stopped = services.filter(service => !test(service))
  /** @param {string} id */
  const isStopped = id => stopped.some(service => service[0] === id || service[1] === id)
  return { granted: ids.filter(id => !isStopped(id)), denied: ids.filter(isStopped) }
}
