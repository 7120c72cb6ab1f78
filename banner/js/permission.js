/** What may run on this page now, and whoever waits for it. */

import { divide, isGranted } from './consent.js'
import { getState } from './store.js'

/** @typedef {import('./consent.js').Choice} Choice */

/** @type {Array<[id: string, resolve: () => void]>} */
let waiting = []

/** @returns {boolean} whether the browser sends Global Privacy Control (SIG-1) */
export function hasPrivacySignal() {
  return FEATURE_GPC && navigator.globalPrivacyControl === true
}

/**
 * Categories and services that may run: granted, and not kept off this page.
 * @param {Choice | null} choice
 * @returns {string[]}
 */
export function permissions(choice) {
  return divide(service => isGranted(choice, service, hasPrivacySignal()) && !(FEATURE_NOT_ON && isKeptOff(service))).granted
}

/** @param {import('./consent.js').Service} service */
function isKeptOff([, , , , , notOn]) {
  return Boolean(notOn) && new RegExp(`^(?:${notOn})$`).test(location.pathname)
}

/**
 * @param {string} id of a category or a service
 * @returns {boolean}
 */
export function allowed(id) {
  return getState().allowed.includes(id)
}

/**
 * @param {string} id
 * @returns {Promise<void>} fulfilled once it is allowed
 */
export function when(id) {
  return new Promise(resolve => {
    waiting.push([id, resolve])
    fulfil()
  })
}

/** Fulfils the promises of what is allowed by now. */
export function fulfil() {
  const ready = waiting.filter(([id]) => allowed(id))
  waiting = waiting.filter(([id]) => !allowed(id))
  for (const [, resolve] of ready) resolve()
}
