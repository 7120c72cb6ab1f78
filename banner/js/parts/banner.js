/** The first layer: it asks, and stands in nobody's way. */

import { earlier, nodes, serviceNames, style } from 'kelisim:view'
import { acceptAll, closeNotice, rejectAll } from '../choices.js'
import { undecidedServices } from '../consent.js'
import { build, listen, read } from '../dom.js'
import { addStyle, root } from '../host.js'
import { message } from '../messages.js'
import { hasPrivacySignal } from '../permission.js'
import { announce, outcomeMessages, prepareStatus } from '../status.js'
import { getState } from '../store.js'
import { openPreferences, setLanguage } from '../views.js'

/**
 * Opens the banner. It takes no focus: whoever came to read goes on reading.
 * @param {{ focused?: boolean }} [kept] what the banner in another language had
 * @returns {import('../views.js').View}
 */
export function view(kept) {
  const banner = build(nodes)
  addStyle(style)
  notify(banner, 'gpc', hasPrivacySignal())
  notify(banner, 'again', reasonsToAsk())
  const unlisten = listen(banner, 'click', event => act(event.target.closest('[data-kelisim-action]')))
  root().prepend(banner)
  prepareStatus()
  const release = keepClear(banner)
  if (kept?.focused) banner.querySelector('[data-kelisim-action="language"]').focus()
  return {
    remove() {
      const focused = banner.contains(root().activeElement)
      unlisten()
      release()
      banner.remove()
      return { focused }
    }
  }
}

/** @param {HTMLElement | null} control */
function act(control) {
  const action = control?.getAttribute('data-kelisim-action')
  if (action === 'preferences') openPreferences(control)
  else if (action === 'language') setLanguage(control.lang)
  else if (action === 'accept') announce(outcomeMessages(acceptAll('accept')))
  else if (FEATURE_IMPLIED && action === 'close') closeNotice()
  else if (action) announce(outcomeMessages(rejectAll('reject')))
}

/**
 * Fills a notice of the template, or leaves it hidden.
 * @param {HTMLElement} banner
 * @param {string} name
 * @param {boolean | string[]} said
 */
function notify(banner, name, said) {
  /** @type {HTMLElement | null} */
  const notice = banner.querySelector(`[data-kelisim-notice="${name}"]`)
  if (!notice) return
  notice.hidden = Array.isArray(said) ? !said.length : !said
  if (Array.isArray(said)) notice.textContent = said.join(' ')
}

/**
 * Why somebody who has chosen before is asked again; what is new is named.
 * @returns {string[]} sentences
 */
function reasonsToAsk() {
  const { choice, lapsed } = getState()
  /** @type {Map<string, Set<string>>} */
  const reasons = new Map()
  const add = (reason, names) => reasons.set(reason, new Set([...(reasons.get(reason) || []), ...names]))
  if (lapsed) add(lapsed, [])
  for (const [id] of choice?.bits.size ? undecidedServices(choice) : []) {
    const changes = earlier.filter(([token, service]) => service === id && choice.bits.has(token))
    if (!changes.length) add('service', [serviceNames[id]])
    for (const [, , change] of changes) for (const reason in change) add(reason, change[reason])
  }
  const sentences = [...reasons].map(([reason, names]) => {
    const list = [...names].join(', ')
    return message('reconsent.' + reason, { services: list, names: list, categories: list, countries: list })
  })
  return sentences.length ? [...sentences, message('reconsent.ask')] : []
}

/**
 * Keeps what has the focus on the page from scrolling under the banner (A11Y-11).
 * @param {HTMLElement} banner
 * @returns {() => void} the undo
 */
function keepClear(banner) {
  const { style: pageStyle } = read('documentElement')
  const edge = banner.classList.contains('top') ? 'scrollPaddingTop' : 'scrollPaddingBottom'
  const before = pageStyle[edge]
  const observer = new ResizeObserver(() => {
    pageStyle[edge] = banner.offsetHeight + 'px'
  })
  observer.observe(banner)
  return () => {
    observer.disconnect()
    pageStyle[edge] = before
  }
}
