/** The second layer: a switch a category, with the services and everything they store. */

import { services } from 'kelisim:site'
import { nodes } from 'kelisim:view'
import { build } from '../build.js'
import { acceptAll, choose, rejectAll } from '../choices.js'
import { hasPrivacySignal, isGranted } from '../consent.js'
import { emit } from '../events.js'
import { root } from '../host.js'
import { counted, message } from '../messages.js'
import { announce, outcomeMessages, prepare } from '../status.js'
import { getState } from '../store.js'
import { closePreferences, setLanguage } from '../views.js'

/**
 * What the preferences in another language had; at first only the opener.
 * @typedef {object} Kept
 * @property {HTMLElement} [opener] gets the focus back
 * @property {Array<{ checked: boolean, indeterminate: boolean }>} [switches]
 * @property {Array<{ open: boolean }>} [details]
 */

/**
 * Opens the preferences.
 * @param {Kept} kept
 * @returns {import('../views.js').Remove}
 */
export function view({ opener, switches, details }) {
  const dialog = build(nodes)
  /** @type {HTMLInputElement[]} */
  const inputs = [...dialog.querySelectorAll('input')]
  /** @type {HTMLDetailsElement[]} */
  const folds = [...dialog.querySelectorAll('details')]
  inputs.forEach((input, position) => Object.assign(input, switches ? switches[position] : stateOf(input)))
  folds.forEach((fold, position) => Object.assign(fold, details?.[position]))
  if (hasPrivacySignal()) dialog.querySelector('.gpc').hidden = false
  dialog.addEventListener('click', act)
  // The browser's own way out: Escape, or a phone's gesture for "back". It changes nothing.
  dialog.addEventListener('close', closePreferences)
  prepare()
  root.append(dialog)
  dialog.showModal()
  if (switches) dialog.querySelector('[data-kelisim-action="language"]').focus()
  else emit('open')

  /** @param {{ target: HTMLElement }} event */
  function act({ target }) {
    const control = /** @type {HTMLElement | null} */ (target.closest('[data-kelisim-action]'))
    const action = control?.dataset.kelisimAction
    if (control && action === 'language') setLanguage(control.lang)
    else if (action === 'accept') finish(acceptAll('accept'))
    else if (action === 'reject') finish(rejectAll('reject'))
    else if (action === 'save') finish(choose('custom', decide))
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

/** @param {import('../choices.js').Outcome} outcome */
function finish(outcome) {
  const { count, kept } = outcome.erased
  closePreferences()
  announce([
    ...outcomeMessages(outcome),
    count ? message('status.deleted', { count: counted('count.items', count) }) : '',
    kept.length ? message('status.not-deleted', { names: kept.join(', ') }) : '',
    outcome.reloading ? message('status.reload') : ''
  ])
}
