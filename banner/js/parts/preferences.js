/** The second layer: a switch a category, with the services and everything they store. */

import { services } from 'kelisim:site'
import { nodes, style } from 'kelisim:view'
import { acceptAll, choose, rejectAll } from '../choices.js'
import { isGranted } from '../consent.js'
import { build, listen } from '../dom.js'
import { addStyle, root } from '../host.js'
import { counted, message } from '../messages.js'
import { hasPrivacySignal } from '../permission.js'
import { announce, outcomeMessages, prepareStatus } from '../status.js'
import { getState } from '../store.js'
import { closePreferences, setLanguage } from '../views.js'

/**
 * What the preferences in another language had.
 * @typedef {object} Kept
 * @property {any} [opener] gets the focus back
 * @property {Array<{ checked: boolean, indeterminate: boolean }>} [switches]
 * @property {boolean[]} [details] which are open
 */

/**
 * Opens the preferences.
 * @param {Kept} kept
 * @returns {import('../views.js').View}
 */
export function view({ opener, switches: keptSwitches, details: keptDetails }) {
  const dialog = build(nodes)
  const switches = [...dialog.querySelectorAll('[data-kelisim-category]')]
  const details = [...dialog.querySelectorAll('details')]
  addStyle(style)
  if (!hasPrivacySignal()) dialog.querySelector('[data-kelisim-notice="gpc"]')?.remove()
  switches.forEach((control, position) => Object.assign(control, keptSwitches ? keptSwitches[position] : stateOf(control)))
  details.forEach((element, position) => (element.open = Boolean(keptDetails?.[position])))

  const unlisten = [
    listen(dialog, 'click', event => act(event.target)),
    // The browser's own way out: Escape, or a phone's back gesture. It changes nothing.
    listen(dialog, 'close', closePreferences)
  ]
  root().append(dialog)
  prepareStatus()
  dialog.showModal()
  if (keptSwitches) dialog.querySelector('[data-kelisim-action="language"]').focus()

  /** @param {any} target */
  function act(target) {
    const control = target.closest('[data-kelisim-action]')
    const action = control?.getAttribute('data-kelisim-action')
    if (action === 'language') setLanguage(control.lang)
    else if (action === 'close' || target === dialog) closePreferences()
    else if (action === 'accept') finish(acceptAll('accept'))
    else if (action === 'reject') finish(rejectAll('reject'))
    else if (action === 'save') finish(choose('custom', decide))
  }

  /** @param {import('../consent.js').Service} service */
  function decide(service) {
    const control = switches.find(({ dataset }) => dataset.kelisimCategory === service[1])
    // Neither on nor off: the visitor left a category alone in which single services were decided.
    return control.indeterminate ? runs(service) : control.checked
  }

  return {
    remove() {
      for (const undo of unlisten) undo()
      dialog.close()
      dialog.remove()
      opener?.focus()
      return {
        opener,
        switches: switches.map(({ checked, indeterminate }) => ({ checked, indeterminate })),
        details: details.map(({ open }) => open)
      }
    }
  }
}

/** @param {import('../consent.js').Service} service */
function runs(service) {
  return isGranted(getState().choice, service, hasPrivacySignal())
}

/** @param {HTMLInputElement} control */
function stateOf({ dataset }) {
  const running = services.filter(([, category]) => category === dataset.kelisimCategory).map(runs)
  const checked = !running.includes(false)
  return { checked, indeterminate: !checked && running.includes(true) }
}

/** @param {import('../choices.js').Outcome} outcome */
function finish(outcome) {
  const { erased, reloading } = outcome
  closePreferences()
  const sentences = outcomeMessages(outcome)
  if (erased.count) sentences.push(message('status.deleted', { count: counted('count.items', erased.count) }))
  if (erased.kept.length) sentences.push(message('status.not-deleted', { names: erased.kept.join(', ') }))
  if (reloading) sentences.push(message('status.reload'))
  announce(sentences)
}
