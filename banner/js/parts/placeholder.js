/** The placeholder of a held frame. It stands in the page, where the frame would. */

import { services } from 'kelisim:site'
import { frames, nodes, style } from 'kelisim:view'
import { page } from '../dom.js'

/** @type {boolean} */
let styled

/** What the part holds. */
export function part() {
  return { _cover: cover }
}

/**
 * Puts a placeholder in the place of a frame, of the same size.
 * @param {HTMLIFrameElement} frame
 * @param {() => void} loadOnce
 * @param {import('./banner.js').Kit} kit
 * @returns {() => void} takes it away again
 */
function cover(frame, loadOnce, kit) {
  const id = frame.dataset.kelisimConsent
  const [service] = services.find(([name, category]) => (name === id || category === id) && frames[name]) || []
  const { text, title } = frames[service || ''] || {}
  const placeholder = kit._build(nodes)
  const { offsetWidth, offsetHeight } = frame
  const { display } = frame.style
  placeholder.querySelector('p').textContent = kit._unpack(text || '')
  placeholder.style.width = offsetWidth + 'px'
  placeholder.style.minHeight = offsetHeight + 'px'
  placeholder.addEventListener('click', act)
  // To its entry, in the built page and in a fragment of it alike.
  if (service) placeholder.querySelector('a').hash = 'kelisim-service-' + service
  addStyle()
  frame.before(placeholder)
  frame.style.display = 'none'
  frame.title = frame.title || kit._unpack(title || '')

  /** @param {{ target: HTMLElement }} event */
  function act({ target }) {
    const action = target.dataset.kelisimAction
    if (action === 'once') loadOnce()
    else if (action === 'always') kit._choose('custom', ([name]) => (name === service ? true : undefined))
    else return
    frame.focus()
  }

  return () => {
    placeholder.remove()
    frame.style.display = display
  }
}

function addStyle() {
  if (styled) return
  styled = true
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet]
}
