/** Makes a choice, and sets in motion what follows from it: signals, deletion, tags, the question, a reload. */

import { policyVersion, services } from 'kelisim:site'
import { decisionOn, divide, hasPrivacySignal, isGranted, lapseOf, NECESSARY, now } from './consent.js'
import { eraseRefused } from './erase.js'
import { emit } from './events.js'
import { scan } from './gate.js'
import { consentRecord } from './record.js'
import { sendSignals } from './signals.js'
import { forgetChoice, loadChoice, saveChoice } from './storage.js'
import { getState, setState } from './store.js'
import { updateBanner } from './views.js'

/** @typedef {import('./consent.js').Choice} Choice */
/** @typedef {import('./consent.js').Service} Service */

/**
 * What became of a choice.
 * @typedef {object} Outcome
 * @property {boolean} saved whether the next page will know of it
 * @property {boolean} withdrawn whether consent was taken back
 * @property {boolean} reloading
 * @property {import('./erase.js').Erased} erased
 */

/** Takes over what is stored, at first and where another tab has changed it (STO-10). */
export function recall() {
  const choice = loadChoice()
  if (String(choice) !== getState().stored) apply(choice)
}

/**
 * Makes a choice hold; once the page runs, everybody is told.
 * @param {Choice} [choice]
 */
function apply(choice) {
  const { allowed: before } = getState()
  const stored = String(loadChoice())
  const lapsed = choice ? lapseOf(choice) : ''
  if (lapsed) choice = undefined
  const { granted: allowed, denied } = divide(service => isGranted(choice, service) && !isKeptOff(service))
  setState({ choice, lapsed, stored, allowed, denied })
  const withdrawn = before ? before.filter(id => !allowed.includes(id)) : []
  sendSignals('update', allowed, withdrawn)
  const erased = eraseRefused(choice)
  scan()
  const reloading = FEATURE_RELOAD && services.some(service => service[4] && withdrawn.includes(service[0]))
  // A moment later, so that the visitor can read why.
  if (reloading) setTimeout(() => location.reload(), 1000)
  if (before) {
    updateBanner()
    emit('choice', { consent: consentRecord(), granted: allowed.filter(id => !before.includes(id)), withdrawn })
  }
  return { erased, reloading }
}

/** @param {Service} service */
function isKeptOff([, , , , , notOn]) {
  return FEATURE_NOT_ON && notOn && RegExp(`^(${notOn})$`).test(location.pathname)
}

/**
 * Decides on services.
 * @param {string} source
 * @param {(service: Service) => boolean | undefined} decide undefined: as it was
 * @returns {Outcome}
 */
export function choose(source, decide) {
  const { choice: before, language } = getState()
  let tokens = ''
  let withdrawn = false
  for (const service of services) {
    if (service[1] === NECESSARY) continue
    const earlier = decisionOn(before, service)
    const decision = decide(service) ?? earlier
    if (decision === undefined) continue
    tokens += service[2].slice(0, 4) + Number(decision)
    if (earlier === '1' && !decision) withdrawn = true
  }
  if (withdrawn && source !== 'api') source = 'withdraw'
  // In the implied model only a refusal is recorded; and what was switched on against the privacy signal.
  if (FEATURE_IMPLIED && !hasPrivacySignal() && !/0(.{5})*$/.test(tokens)) {
    tokens = ''
    source = 'seen'
  }
  const id = before ? before[1] : crypto.getRandomValues(new Uint32Array(3)).join('')
  /** @type {Choice} */
  const choice = ['1', id, String(now()), language, policyVersion, source, tokens]
  saveChoice(choice)
  const { erased, reloading } = apply(choice)
  return { saved: getState().stored === String(choice), withdrawn, erased, reloading }
}

/**
 * Grants everything; under the privacy signal advertising stays as it was.
 * @param {string} source
 */
export function acceptAll(source) {
  const { choice } = getState()
  const signal = hasPrivacySignal()
  if (signal && source === 'accept') source = 'gpc'
  return choose(source, service => !signal || service[1] !== 'marketing' || isGranted(choice, service))
}

/** @param {string} source */
export function rejectAll(source) {
  return choose(source, () => false)
}

/** Remembers that the notice of the implied model was read. */
export function closeNotice() {
  choose('seen', () => undefined)
}

/** Forgets the choice: everything is asked again. */
export function reset() {
  forgetChoice()
  apply()
}
