/** Decides, writes the decision down, and sets in motion what follows from it: the question, deletion, a reload. */

import { policyVersion, services } from 'kelisim:site'
import { apply, isAsking } from './choices.js'
import { decisionOn, hasPrivacySignal, isGranted } from './consent.js'
import { emit } from './events.js'
import { eraseLeftovers } from './leftovers.js'
import { use, useMore } from './parts.js'
import { consentRecord } from './record.js'
import { sendRecord } from './records.js'
import { keep } from './saving.js'
import { sendMetaConsent } from './signals/meta-pixel.js'
import { sendTiktokConsent } from './signals/tiktok-pixel.js'
import { getState } from './store.js'

/** @typedef {import('./consent.js').Choice} Choice */
/** @typedef {import('./consent.js').Service} Service */

/**
 * What became of a choice.
 * @typedef {object} Outcome
 * @property {boolean} saved whether the next page will know of it
 * @property {boolean} withdrawn whether consent was taken back
 * @property {Promise<import('./leftovers.js').Erased | undefined>} erased
 */

/**
 * Puts another choice in the place of the one that held, and tells everybody.
 * @param {Choice} [choice]
 * @param {boolean} [decided] here and now
 */
export function change(choice, decided = false) {
  const { allowed: before } = getState()
  apply(choice)
  // Tags that hear of a change alone: one that starts on a later page finds itself allowed.
  if (FEATURE_META_PIXEL) sendMetaConsent()
  if (FEATURE_TIKTOK_PIXEL) sendTiktokConsent()
  const { allowed } = getState()
  const withdrawn = before.filter(id => !allowed.includes(id))
  if (FEATURE_RELOAD && withdrawn[0]) useMore(loaded => loaded._reload(withdrawn))
  use(kit => kit._ask(isAsking()))
  emit('choice', { consent: consentRecord(), granted: allowed.filter(id => !before.includes(id)), withdrawn })
  return eraseLeftovers(decided)
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
    const earlier = decisionOn(service)
    const decision = decide(service) ?? earlier
    if (decision !== undefined) tokens += service[2].slice(0, 4) + +decision
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
  const choice = ['1', id, String(Math.floor(Date.now() / 1000)), language, policyVersion, source, tokens]
  keep(choice.join('~'))
  const erased = change(choice, true)
  if (FEATURE_RECORDS) sendRecord()
  return { saved: getState().stored === String(choice), withdrawn, erased }
}

/**
 * Decides on everything; under the privacy signal advertising stays as it was.
 * @param {string} source
 * @param {boolean} decision
 */
export function chooseAll(source, decision) {
  if (!(FEATURE_GPC && hasPrivacySignal() && decision)) return choose(source, () => decision)
  return choose(source === 'accept' ? 'gpc' : source, service => service[1] !== 'marketing' || isGranted(service))
}

/**
 * What the page decides by `Kelisim.accept(…)` and `reject(…)`.
 * @typedef {string | readonly string[] | undefined} Ids categories and services; nothing: all
 * @param {boolean} decision
 * @param {Ids} ids
 * @returns {Promise<unknown>} fulfilled when what is to be deleted is
 */
export function decideFor(decision, ids) {
  if (FEATURE_GPC && !ids) return chooseAll('api', decision).erased
  /** @param {Service} service */
  const isMeant = ([id, category]) => !ids || [ids].flat().some(named => named === id || named === category)
  return choose('api', service => (isMeant(service) ? decision : undefined)).erased
}
