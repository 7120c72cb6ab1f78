/** The second layer: a switch a category, with the services and everything they store. */

import { services } from 'kelisim:site'
import { nodes, parts, style } from 'kelisim:view'
import { hasPrivacySignal, isGranted } from '../consent.js'
import { emit } from '../events.js'
import { addStyle, root } from '../host.js'
import { loadPart } from '../parts.js'
import { showReceipt } from '../receipt.js'
import { getState } from '../store.js'

/** @typedef {import('./banner.js').Kit} Kit */

/**
 * What the preferences had in another language.
 * @typedef {object} Kept
 * @property {HTMLElement} [opener] gets the focus back
 * @property {Array<{ checked: boolean, indeterminate: boolean }>} switches
 * @property {Array<{ open: boolean }>} details
 */

/** Closes the preferences that are open. @type {((changing?: unknown) => any) | undefined} */
let closeOpen

/** What the part holds. */
export function part() {
  addStyle(style)
  return { _close: close, _more: () => loadPart(parts.more), _open: open }
}

/**
 * Opens the preferences.
 * @param {Kit} kit
 * @param {HTMLElement} [opener]
 * @param {Kept} [kept]
 */
function open(kit, opener, kept) {
  if (closeOpen) return
  const dialog = kit._build(nodes)
  /** @type {HTMLInputElement[]} */
  const inputs = [...dialog.querySelectorAll('input')]
  /** @type {HTMLDetailsElement[]} */
  const folds = [...dialog.querySelectorAll('details')]
  inputs.forEach((input, position) => Object.assign(input, kept ? kept.switches[position] : stateOf(input)))
  folds.forEach((fold, position) => Object.assign(fold, kept?.details[position]))
  if (FEATURE_GPC && hasPrivacySignal()) dialog.querySelector('.gpc').hidden = false
  showReceipt(dialog)
  dialog.addEventListener('click', act)
  // The browser's own way out: Escape, or a phone's gesture for "back". It changes nothing.
  dialog.addEventListener('close', close)
  root.append(dialog)
  dialog.showModal()
  if (!kept) emit('open')

  /** @param {{ target: HTMLElement }} event */
  function act({ target }) {
    const control = /** @type {HTMLElement | null} */ (target.closest('[data-kelisim-action]'))
    const action = control?.dataset.kelisimAction
    if (control && action === 'language') kit.setLanguage(control.lang)
    else if (action === 'accept' || action === 'reject') finish(kit._chooseAll(action, action === 'accept'))
    else if (action === 'save') finish(kit._choose('custom', decide))
    // Beside the panel there is only the dialog itself.
    else if (action === 'close' || target === dialog) close()
  }

  /** @param {import('../choosing.js').Outcome} outcome */
  function finish(outcome) {
    close()
    kit._more(more => more._tell(kit, outcome))
  }

  /** @param {import('../consent.js').Service} service */
  function decide(service) {
    const input = /** @type {HTMLInputElement} */ (inputs.find(({ dataset }) => dataset.kelisimCategory === service[1]))
    // Neither on nor off: the visitor left alone a category in which single services were decided.
    return input.indeterminate ? runs(service) : input.checked
  }

  closeOpen = changing => {
    closeOpen = undefined
    dialog.removeEventListener('close', close)
    dialog.close()
    dialog.remove()
    if (!changing) {
      opener?.focus()
      emit('close')
    }
    return {
      opener,
      switches: inputs.map(({ checked, indeterminate }) => ({ checked, indeterminate })),
      details: folds.map(fold => ({ open: fold.open }))
    }
  }
}

/**
 * @param {unknown} [changing] whether they come again in another language, which emits nothing
 * @returns {Kept | undefined} what they had, if they were open
 */
function close(changing) {
  return closeOpen?.(changing === true)
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
