/** The second layer: a switch a category, with the services and everything they store. */

import { services } from 'kelisim:site'
import { language, nodes, style, texts } from 'kelisim:view'
import { acceptAll, choose, rejectAll } from '../choices.js'
import { hasPrivacySignal, isGranted } from '../consent.js'
import { emit } from '../events.js'
import { root } from '../host.js'
import { getState } from '../store.js'
import { closePreferences, setLanguage } from '../views.js'

/**
 * What the preferences in another language had; at first only the opener.
 * @typedef {object} Kept
 * @property {HTMLElement} [opener] gets the focus back
 * @property {Array<{ checked: boolean, indeterminate: boolean }>} [switches]
 * @property {Array<{ open: boolean }>} [details]
 */

/** @typedef {import('./banner.js').Kit} Kit */

/** What the part holds. */
export function part() {
  return { view }
}

/**
 * Opens the preferences.
 * @param {Kept} kept
 * @param {Kit} kit
 * @returns {import('../views.js').Remove}
 */
function view({ opener, switches, details }, kit) {
  const dialog = kit.build(nodes)
  /** @type {HTMLInputElement[]} */
  const inputs = [...dialog.querySelectorAll('input')]
  /** @type {HTMLDetailsElement[]} */
  const folds = [...dialog.querySelectorAll('details')]
  inputs.forEach((input, position) => Object.assign(input, switches ? switches[position] : stateOf(input)))
  folds.forEach((fold, position) => Object.assign(fold, details?.[position]))
  if (hasPrivacySignal()) dialog.querySelector('.gpc')?.removeAttribute('hidden')
  dialog.addEventListener('click', act)
  // The browser's own way out: Escape, or a phone's gesture for "back". It changes nothing.
  dialog.addEventListener('close', closePreferences)
  kit.prepare(style)
  root.append(dialog)
  dialog.showModal()
  if (switches) dialog.querySelector('[data-kelisim-action="language"]').focus()
  else emit('open')

  /** @param {{ target: HTMLElement }} event */
  function act({ target }) {
    const control = /** @type {HTMLElement | null} */ (target.closest('[data-kelisim-action]'))
    const action = control?.dataset.kelisimAction
    if (control && action === 'language') setLanguage(control.lang)
    else if (action === 'accept') finish(acceptAll('accept'), kit)
    else if (action === 'reject') finish(rejectAll('reject'), kit)
    else if (action === 'save') finish(choose('custom', decide), kit)
    // Beside the panel there is only the dialog itself.
    else if (action === 'close' || target === dialog) closePreferences()
  }

  /** @param {import('../consent.js').Service} service */
  function decide(service) {
    const input = /** @type {HTMLInputElement} */ (inputs.find(({ dataset }) => dataset.kelisimCategory === service[1]))
    // Neither on nor off: the visitor left alone a category in which single services were decided.
    return input.indeterminate ? runs(service) : input.checked
  }

  return changing => {
    dialog.removeEventListener('close', closePreferences)
    dialog.close()
    dialog.remove()
    if (!changing) {
      opener?.focus()
      emit('close')
    }
    return {
      opener,
      switches: inputs.map(({ checked, indeterminate }) => ({ checked, indeterminate })),
      details: folds.map(({ open }) => ({ open }))
    }
  }
}

/** @param {import('../consent.js').Service} service */
function runs(service) {
  return isGranted(getState().choice, service)
}

/** @param {HTMLInputElement} input */
function stateOf({ dataset }) {
  const own = services.filter(([, category]) => category === dataset.kelisimCategory)
  const checked = own.every(runs)
  return { checked, indeterminate: !checked && own.some(runs) }
}

/**
 * @param {import('../choices.js').Outcome} outcome
 * @param {Kit} kit
 */
function finish(outcome, { announce, fill }) {
  const { count, kept } = outcome.erased
  const more = []
  closePreferences()
  if (count) more.push(fill(texts['status.deleted'], { count: fill(formOf(count), { n: count }) }))
  if (kept.length) more.push(fill(texts['status.not-deleted'], { names: kept.join(', ') }))
  if (outcome.reloading) more.push(fill(texts['status.reload']))
  announce(outcome, more)
}

/**
 * "{n} items" in the form that the language wants for a number.
 * @param {number} count
 * @returns {string}
 */
function formOf(count) {
  const forms = texts['count.items']
  return forms[new Intl.PluralRules(language).select(count)] || forms.other
}
