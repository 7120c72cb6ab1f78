/** The first layer: it asks, and stands in nobody's way. The part brings what the second layer is made of as well. */

import { nodes, parts } from 'kelisim:view'
import { build } from '../build.js'
import { acceptAll, closeNotice, rejectAll } from '../choices.js'
import { hasPrivacySignal } from '../consent.js'
import { page } from '../dom.js'
import { emit } from '../events.js'
import { root } from '../host.js'
import { fill } from '../messages.js'
import { loadView } from '../parts.js'
import { announce, prepare } from '../status.js'
import { getState } from '../store.js'
import { openPreferences, setLanguage } from '../views.js'

/** What every other part may use. */
const kit = { announce, build, fill, prepare }

/** @typedef {typeof kit} Kit */

/** What the part holds. */
export function part() {
  return { view, parts, kit }
}

/**
 * Opens the banner. It takes no focus: whoever came to read goes on reading.
 * @param {{ focused: boolean }} [kept] what the banner in another language had
 * @returns {import('../views.js').Remove}
 */
function view(kept) {
  const banner = build(nodes)
  if (hasPrivacySignal()) banner.querySelector('.gpc')?.removeAttribute('hidden')
  const { choice, lapsed } = getState()
  if (choice || lapsed) explain(banner)
  banner.addEventListener('click', act)
  prepare()
  root.prepend(banner)
  const release = keepClear(banner)
  if (kept?.focused) banner.querySelector('[data-kelisim-action="language"]').focus()
  if (!kept) emit('show')
  return () => {
    const focused = banner.contains(root.activeElement)
    release()
    banner.remove()
    return { focused }
  }
}

/** @param {{ target: HTMLElement }} event */
function act({ target }) {
  const control = /** @type {HTMLElement | null} */ (target.closest('[data-kelisim-action]'))
  const action = control?.dataset.kelisimAction
  if (control && action === 'preferences') openPreferences(control)
  else if (control && action === 'language') setLanguage(control.lang)
  else if (action === 'accept') announce(acceptAll('accept'))
  else if (FEATURE_IMPLIED && action === 'close') closeNotice()
  else if (action) announce(rejectAll('reject'))
}

/**
 * Says why somebody who has chosen before is asked again.
 * @param {HTMLElement} banner
 */
async function explain(banner) {
  const [, { reasons }] = await loadView('again', getState().language)
  const again = /** @type {HTMLElement} */ (banner.querySelector('.again'))
  again.textContent = reasons(kit)
  again.hidden = !again.textContent
}

/**
 * Keeps what has the focus on the page from scrolling under the banner (A11Y-11).
 * @param {HTMLElement} banner
 * @returns {() => void} the undo
 */
function keepClear(banner) {
  const { style } = page.documentElement
  const edge = banner.matches('.top') ? 'scrollPaddingTop' : 'scrollPaddingBottom'
  const before = style[edge]
  const observer = new ResizeObserver(() => {
    style[edge] = banner.offsetHeight + 'px'
  })
  observer.observe(banner)
  return () => {
    observer.disconnect()
    style[edge] = before
  }
}
