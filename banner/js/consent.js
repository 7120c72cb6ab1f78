/** The rules: what a choice says, how it is written down, when it lapses, what is still to be asked. Knows no page. */

import { lifetimeDays, policyVersion, services } from 'kelisim:site'

/**
 * What a visitor chose, as the cookie keeps it (docs/consent-cookie.md).
 * @typedef {object} Choice
 * @property {string} id 96 random bits: finds a record again, names nobody
 * @property {number} time seconds since 1970
 * @property {string} language
 * @property {string} policy version of the policy at that time
 * @property {string} source which control was used
 * @property {ReadonlyMap<string, boolean>} bits decisions by token
 */

/** @typedef {import('kelisim:site').Service} Service */

export const NECESSARY = 'necessary'
const DAY = 86400
const GRAMMAR =
  /^1~([\w-]{16})~([\da-z]{6,7})~([a-z]{2,3}(?:-[\dA-Za-z]{2,8})?)~(\d{1,3}\.\d{1,3}(?:-draft)?)~(accept|reject|custom|withdraw|gpc|api|seen)~((?:[\w-]{4}[01])*)$/

/**
 * @param {string} text
 * @returns {Choice | null} nothing, unless every character is as it should be
 */
export function parseChoice(text) {
  const [, id, time, language, policy, source, tokens] = GRAMMAR.exec(text) || []
  if (!id) return null
  const bits = new Map()
  for (const [, token, bit] of tokens.matchAll(/(.{4})(.)/g)) bits.set(token, bit === '1')
  // A token that stands twice contradicts itself, or was tampered with.
  return bits.size * 5 === tokens.length ? { id, time: parseInt(time, 36), language, policy, source, bits } : null
}

/**
 * @param {Choice} choice
 * @returns {string}
 */
export function formatChoice({ id, time, language, policy, source, bits }) {
  const tokens = [...bits].map(([token, bit]) => token + (bit ? 1 : 0))
  return [1, id, time.toString(36), language, policy, source, tokens.join('')].join('~')
}

/**
 * Why a choice holds no more.
 * @param {Choice} choice
 * @param {number} now seconds since 1970
 * @returns {'' | 'expired' | 'policy'}
 */
export function lapseOf({ time, policy }, now) {
  // A clock that was put back leaves a choice in the future; a day of that is borne with.
  if (time > now + DAY || now >= expiryOf(time)) return 'expired'
  // Another major version of the policy asks everybody again.
  return parseInt(policy) === parseInt(policyVersion) ? '' : 'policy'
}

/**
 * @param {number} time
 * @returns {number}
 */
export function expiryOf(time) {
  return time + lifetimeDays * DAY
}

/**
 * What was decided about a service: under its token of today, else under one of equal meaning.
 * @param {Choice | null} choice
 * @param {Service} service
 * @returns {boolean | undefined} undefined: nothing
 */
export function decisionOn(choice, [, , tokens = '']) {
  return (tokens.match(/.{4}/g) || []).map(token => choice?.bits.get(token)).find(bit => bit !== undefined)
}

/**
 * Whether a choice lets a service run. The privacy signal turns the implied model into the explicit one.
 * @param {Choice | null} choice
 * @param {Service} service
 * @param {boolean} signal
 * @returns {boolean}
 */
export function isGranted(choice, service, signal) {
  const decision = decisionOn(choice, service)
  return service[1] === NECESSARY || decision === true || (FEATURE_IMPLIED && !signal && decision === undefined)
}

/**
 * The services on which nothing is decided.
 * @param {Choice | null} choice
 * @returns {Service[]}
 */
export function undecidedServices(choice) {
  return services.filter(service => service[1] !== NECESSARY && decisionOn(choice, service) === undefined)
}

/**
 * Categories and services, divided by whether they may run. A category may when all its services may.
 * @param {(service: Service) => boolean} test
 * @returns {{ granted: string[], denied: string[] }}
 */
export function divide(test) {
  const categories = new Set([NECESSARY])
  const denied = new Set()
  for (const service of services) {
    const [id, category] = service
    categories.add(category)
    if (!test(service)) denied.add(id).add(category)
  }
  const ids = [...categories, ...services.map(([id]) => id)]
  return { granted: ids.filter(id => !denied.has(id)), denied: ids.filter(id => denied.has(id)) }
}
