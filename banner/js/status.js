/** Says what became of a choice, to the eye and to a screen reader; otherwise it is not to be seen. */

import { language, style, texts } from 'kelisim:view'
import { build } from './build.js'
import { addStyle, root } from './host.js'
import { fill } from './messages.js'

const SHOWN_FOR = 8000

/** @type {HTMLElement} */
let region

/** Styles that are in. */
const styles = new Set()

/**
 * Before a view opens: styles, and the region, which a screen reader follows only from before its first word.
 * @param {string} [ownStyle]
 */
export function prepare(ownStyle = '') {
  for (const css of [style, ownStyle]) if (!styles.has(css)) addStyle(css)
  styles.add(style).add(ownStyle)
  region = region || build(['p', { class: 'view status', role: 'status', lang: language, 'data-kelisim': 'status' }])
  root.append(region)
}

/**
 * @param {import('./choices.js').Outcome} outcome
 * @param {string[]} [more] what else is to be said
 */
export function announce({ saved, withdrawn }, more = []) {
  const sentences = [fill(texts[withdrawn ? 'status.withdrawn' : 'status.saved']), ...(saved ? [] : [fill(texts['status.memory'])]), ...more]
  const text = sentences.join(' ')
  region.textContent = text
  setTimeout(() => {
    if (region.textContent === text) region.textContent = ''
  }, SHOWN_FOR)
}
