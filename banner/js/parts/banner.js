/** The first layer: it asks, and stands in nobody's way. The part brings what changes a choice, and what the second layer is made of. */

import { nodes, placeholderPart, preferencesPart, savedText, style } from 'kelisim:view'
import { build } from '../build.js'
import { change, choose, chooseAll, decideFor } from '../choosing.js'
import { hasPrivacySignal } from '../consent.js'
import { page } from '../dom.js'
import { emit } from '../events.js'
import { addStyle, root } from '../host.js'
import { unpack } from '../packed.js'
import { loadPart } from '../parts.js'
import { sendWaiting } from '../records.js'
import { announce, prepareStatus } from '../status.js'
import { loadChoice } from '../storage.js'

/** What the core and every other part may use. */
const kit = {
  _announce: announce,
  _ask: ask,
  _build: build,
  _call: call,
  _change: change,
  _choose: choose,
  _chooseAll: chooseAll,
  _preferences: preferences,
  _unpack: unpack
}

/** @typedef {typeof kit} Kit */

const EDGE = FEATURE_TOP ? 'scrollPaddingTop' : 'scrollPaddingBottom'

/** The banner that is shown. @type {HTMLElement | undefined} */
let banner

/** What the part holds. */
export function part() {
  addStyle(style)
  prepareStatus()
  if (FEATURE_FRAMES) Object.assign(kit, { _cover: cover })
  if (FEATURE_RECORDS) Object.assign(kit, { _sendWaiting: sendWaiting })
  return kit
}

/**
 * What the page asks for by `window.Kelisim`.
 * @param {string} name
 * @param {any[]} values
 */
function call(name, values) {
  const accepts = name === 'accept'
  if (accepts || name === 'reject') return decideFor(accepts, values[0])
  return preferences(loaded => loaded[name](kit, ...values))
}

/**
 * Does something with the part of the preferences, which knows where everything else is.
 * @param {(loaded: any) => any} task
 * @returns {Promise<any>}
 */
async function preferences(task) {
  return task(await loadPart(preferencesPart))
}

/**
 * Opens the banner or closes it. It takes no focus: whoever came to read goes on reading.
 * @param {unknown} asking whether there is something to ask
 * @param {unknown} [again] in another language, of which nobody is told
 * @returns {unknown} whether it was open
 */
function ask(asking, again) {
  const before = banner
  if (!asking) banner = banner?.remove() || undefined
  else if (!before) {
    banner = show()
    if (!again) emit('show')
  }
  return before
}

function show() {
  const shown = build(nodes)
  shown.addEventListener('click', act)
  if (FEATURE_GPC && hasPrivacySignal()) shown.querySelector('.gpc').hidden = false
  root.prepend(shown)
  // Who has chosen before is told why the question comes again.
  if (loadChoice()) preferences(loaded => loaded._explainAsking(kit, shown))
  // What has the focus on the page does not scroll under the banner (A11Y-11).
  const { style: rootStyle } = page.documentElement
  const before = rootStyle[EDGE]
  // Taken out of the document it has no height, which the observer learns as well.
  new ResizeObserver(() => {
    rootStyle[EDGE] = shown.offsetHeight ? shown.offsetHeight + 'px' : before
  }).observe(shown)
  return shown
}

/** @param {{ target: HTMLElement }} event */
function act({ target }) {
  const control = /** @type {any} */ (target.closest('[data-kelisim-action]'))
  const action = control?.dataset.kelisimAction
  const accepts = action === 'accept'
  if (action === 'preferences') call('open', [control])
  else if (action === 'language') call('setLanguage', [control.lang])
  else if (FEATURE_IMPLIED && action === 'close') choose('seen', () => undefined)
  else if (action) tell(chooseAll(accepts ? action : 'reject', accepts))
}

/**
 * Says that a choice is saved; that it could not be is said by the part of the preferences.
 * @param {import('../choosing.js').Outcome} outcome
 */
function tell(outcome) {
  if (outcome.saved) announce(unpack(savedText))
  else preferences(loaded => loaded._tell(kit, outcome))
}

/**
 * @param {HTMLIFrameElement} frame
 * @param {() => void} loadOnce
 * @returns {Promise<() => () => void>} puts a placeholder in the frame's place, and gives back the undo
 */
async function cover(frame, loadOnce) {
  const placeholder = await loadPart(placeholderPart)
  return () => placeholder._cover(frame, loadOnce, kit)
}
