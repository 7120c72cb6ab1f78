/** Makes a choice, and sets in motion what follows from it: signals, deletion, tags, events, a reload. */

import { policyVersion, services } from 'kelisim:site'
import { decisionOn, divide, expiryOf, formatChoice, isGranted, lapseOf, NECESSARY } from './consent.js'
import { eraseRefused } from './erase.js'
import { emit } from './events.js'
import { scan } from './gate.js'
import { fulfil, hasPrivacySignal, permissions } from './permission.js'
import { sendSignals } from './signals.js'
import { forgetChoice, loadChoice, saveChoice } from './storage.js'
import { getState, setState } from './store.js'

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

/** What is stored, as this page last saw it; empty where nothing is. */
let stored = ''

/** Reads what was chosen before. */
export function recall() {
  const choice = loadChoice()
  stored = choice ? formatChoice(choice) : ''
  apply(choice)
}

/** Takes over what another tab has chosen meanwhile (STO-10). */
export function refresh() {
  const choice = loadChoice()
  const text = choice ? formatChoice(choice) : ''
  if (text === stored) return
  stored = text
  carryOut(choice)
}

/** @param {Choice | null} choice as it is stored */
function apply(choice) {
  const lapsed = choice ? lapseOf(choice, seconds()) : ''
  const current = lapsed ? null : choice
  setState({ choice: current, lapsed, allowed: permissions(current) })
}

/**
 * Decides on services.
 * @param {string} source
 * @param {(service: Service) => boolean | undefined} decide undefined: as it was
 * @returns {Outcome}
 */
export function choose(source, decide) {
  const { choice: before, language } = getState()
  const bits = new Map()
  let withdrawn = false
  for (const service of services) {
    if (service[1] === NECESSARY) continue
    const earlier = decisionOn(before, service)
    const decision = decide(service) ?? earlier
    if (decision !== undefined) bits.set(service[2].slice(0, 4), decision)
    if (earlier && !decision) withdrawn = true
  }
  if (withdrawn && source !== 'api') source = 'withdraw'
  // In the implied model only a refusal is recorded; and what was switched on against the privacy signal.
  if (FEATURE_IMPLIED && !hasPrivacySignal() && ![...bits.values()].includes(false)) {
    bits.clear()
    source = 'seen'
  }
  const choice = { id: before?.id || randomId(), time: seconds(), language, policy: policyVersion, source, bits }
  const saved = saveChoice(choice)
  stored = saved ? formatChoice(choice) : ''
  return { saved, withdrawn, ...carryOut(choice) }
}

/**
 * Forgets the choice: everything is asked again.
 */
export function reset() {
  forgetChoice()
  stored = ''
  carryOut(null)
}

/**
 * @param {Choice | null} choice
 */
function carryOut(choice) {
  const before = getState().allowed
  apply(choice)
  const now = getState().allowed
  const withdrawn = before.filter(id => !now.includes(id))
  sendSignals(now, before)
  const erased = eraseRefused(choice)
  fulfil()
  scan()
  emit('choice', { consent: consentRecord(), granted: now.filter(id => !before.includes(id)), withdrawn })
  const reloading = FEATURE_RELOAD && services.some(([id, , , , reload]) => reload && withdrawn.includes(id))
  // A moment, so that the visitor reads why.
  if (reloading) setTimeout(() => location.reload(), 1000)
  return { erased, reloading }
}

/** @param {string} source */
export function acceptAll(source) {
  const signal = hasPrivacySignal()
  return choose(signal && source === 'accept' ? 'gpc' : source, service => (signal && service[1] === 'marketing' ? undefined : true))
}

/** @param {string} source */
export function rejectAll(source) {
  return choose(source, () => false)
}

/** Remembers that the notice of the implied model was read. */
export function closeNotice() {
  choose('seen', () => undefined)
}

/** The record as the page sees it. */
export function consentRecord() {
  const { choice } = getState()
  if (!choice || (FEATURE_IMPLIED && !choice.bits.size)) return null
  const { id, time, language, policy, source } = choice
  const { granted, denied } = divide(service => isGranted(choice, service, hasPrivacySignal()))
  return Object.freeze({
    id,
    time: isoTime(time),
    expires: isoTime(expiryOf(time)),
    language,
    policy,
    source,
    granted: Object.freeze(granted),
    denied: Object.freeze(denied)
  })
}

/** @param {number} time seconds since 1970 */
function isoTime(time) {
  return new Date(time * 1000).toISOString()
}

function seconds() {
  return Math.floor(Date.now() / 1000)
}

/** @returns {string} 96 random bits in 16 characters */
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_')
}
