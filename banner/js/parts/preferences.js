/** The second layer: a switch a category, with the services and everything they store. */

import { services } from 'kelisim:site'
import { morePart, nodes, style } from 'kelisim:view'
import { hasPrivacySignal, isGranted } from '../consent.js'
import { emit } from '../events.js'
import { addStyle, labelReopen, root } from '../host.js'
import { loadPart } from '../parts.js'
import { showReceipt } from '../receipt.js'

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
  return {
    open,
    close,
    reset: (/** @type {Kit} */ kit) => more(loaded => loaded._reset(kit)),
    explain: (/** @type {Kit} */ _, /** @type {Element} */ tag) => more(loaded => loaded._explain(tag)),
    setLanguage: (/** @type {Kit} */ kit, /** @type {string} */ tag) => more(loaded => loaded._setLanguage(kit, tag)),
    _closeForLanguage: () => close(null, true),
    _reload: reload,
    _erase: () => more(loaded => loaded._erase()),
    _explainAsking: (/** @type {Kit} */ kit, /** @type {HTMLElement} */ banner) => more(loaded => loaded._explainAsking(kit, banner)),
    _tell: tell
  }
}

/** Whether the page is about to load anew. */
let reloading = false

/**
 * Loads the page anew where a vendor leaves no other way to stop it.
 * @param {string[]} withdrawn
 */
function reload(withdrawn) {
  reloading = services.some(([id, , , , reloads]) => reloads && withdrawn.includes(id))
  // A moment later, so that the visitor can read why.
  if (reloading) setTimeout(() => location.reload(), 1000)
}

/**
 * Does something that few visitors need.
 * @param {(loaded: any) => any} task
 * @returns {Promise<any>}
 */
async function more(task) {
  return task(await loadPart(morePart))
}

/**
 * @param {Kit} kit
 * @param {import('../choosing.js').Outcome} outcome
 */
function tell(kit, outcome) {
  more(loaded => loaded._tell(kit, outcome, reloading))
}

/**
 * Opens the preferences.
 * @param {Kit} kit
 * @param {HTMLElement} [opener]
 * @param {Kept} [kept]
 */
function open(kit, opener, kept) {
  if (closeOpen) return
  // Should it have shown that something could not be loaded.
  labelReopen()
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
    if (control && action === 'language') kit._call('setLanguage', [control.lang])
    else if (action === 'accept' || action === 'reject') finish(kit._chooseAll(action, action === 'accept'))
    else if (action === 'save') finish(kit._choose('custom', decide))
    // Beside the panel there is only the dialog itself.
    else if (action === 'close' || target === dialog) close()
  }

  /** @param {import('../choosing.js').Outcome} outcome */
  function finish(outcome) {
    close()
    tell(kit, outcome)
  }

  /** @param {import('../consent.js').Service} service */
  function decide(service) {
    const input = /** @type {HTMLInputElement} */ (inputs.find(({ dataset }) => dataset.kelisimCategory === service[1]))
    // Neither on nor off: the visitor left alone a category in which single services were decided.
    return input.indeterminate ? isGranted(service) : input.checked
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
 * @param {unknown} [_] who asks
 * @param {boolean} [changing] whether they come again in another language, which emits nothing
 * @returns {Kept | undefined} what they had, if they were open
 */
function close(_, changing) {
  return closeOpen?.(changing)
}

/** @param {HTMLInputElement} input */
function stateOf({ dataset }) {
  const own = services.filter(([, category]) => category === dataset.kelisimCategory)
  const checked = own.every(isGranted)
  return { checked, indeterminate: !checked && own.some(isGranted) }
}
