/** The first layer: it asks, and stands in nobody's way. The part brings what the second layer is made of as well. */

import { build } from '../build.js'
import { acceptAll, closeNotice, rejectAll } from '../choices.js'
import { decisionOn, hasPrivacySignal, undecidedServices } from '../consent.js'
import { page } from '../dom.js'
import { emit } from '../events.js'
import { root } from '../host.js'
import { fill } from '../messages.js'
import { contents } from '../packed.js'
import { announce, prepare } from '../status.js'
import { getState } from '../store.js'
import { openPreferences, setLanguage } from '../views.js'

/** @typedef {{ announce: typeof announce, build: typeof build, fill: typeof fill, prepare: typeof prepare }} Kit */

/** What the part holds. */
export function part() {
  return { view, kit: { announce, build, fill, prepare } }
}

/**
 * Opens the banner. It takes no focus: whoever came to read goes on reading.
 * @param {{ focused: boolean }} [kept] what the banner in another language had
 * @returns {import('../views.js').Remove}
 */
function view(kept) {
  const banner = build(contents.nodes)
  const reasons = reasonsToAsk()
  if (hasPrivacySignal()) banner.querySelector('.gpc').hidden = false
  if (reasons.length) Object.assign(banner.querySelector('.again'), { hidden: false, textContent: reasons.join(' ') })
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
 * Why somebody who has chosen before is asked again; what is new is named.
 * @returns {string[]} sentences
 */
function reasonsToAsk() {
  const { choice, lapsed } = getState()
  /** @type {Record<string, string[]>} what is new by reason */
  const news = lapsed ? { [lapsed]: [] } : {}
  for (const [id] of choice?.[6] ? undecidedServices(choice) : []) {
    const changes = contents.earlier.filter(([token, service]) => service === id && decisionOn(choice, [id, '', token])).map(([, , change]) => change)
    for (const change of changes.length ? changes : [{ service: [contents.serviceNames[id]] }])
      for (const reason in change) news[reason] = [...(news[reason] || []), ...change[reason]]
  }
  const sentences = Object.keys(news).map(reason => {
    const list = [...new Set(news[reason])].join(', ')
    // A choice made under a later version, before the site went back to an earlier one, has no text.
    return fill(contents.texts['reconsent.' + reason] || '', { services: list, names: list, categories: list, countries: list })
  })
  return sentences.some(Boolean) ? [...sentences, contents.texts['reconsent.ask']] : []
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
