/** The first layer: it asks, and stands in nobody's way. The part brings what changes a choice, and what the second layer is made of. */

import { nodes, parts, style, texts } from 'kelisim:view'
import { build } from '../build.js'
import { change, choose, chooseAll, decideFor } from '../choosing.js'
import { hasPrivacySignal } from '../consent.js'
import { page } from '../dom.js'
import { emit } from '../events.js'
import { addStyle, root } from '../host.js'
import { unpack } from '../packed.js'
import { loadPart } from '../parts.js'
import { announce, prepareStatus } from '../status.js'
import { loadChoice } from '../storage.js'

/** @typedef {import('../choosing.js').Ids} Ids */

/** What the core and every other part may use. */
const kit = {
  accept: (/** @type {Ids} */ ids) => decideFor(true, ids),
  reject: (/** @type {Ids} */ ids) => decideFor(false, ids),
  open: () => preferences(loaded => loaded._open(kit)),
  close: () => preferences(loaded => loaded._close()),
  reset: () => more(loaded => loaded._reset(kit)),
  explain: (/** @type {Element} */ tag) => more(loaded => loaded._explain(tag)),
  setLanguage: (/** @type {string} */ tag) => more(loaded => loaded._setLanguage(kit, tag)),
  _announce: announce,
  _ask: ask,
  _build: build,
  _change: change,
  _choose: choose,
  _chooseAll: chooseAll,
  _unpack: unpack,
  _more: more,
  _preferences: preferences
}

/** @typedef {typeof kit} Kit */

const EDGE = FEATURE_TOP ? 'scrollPaddingTop' : 'scrollPaddingBottom'

/** The banner that is shown. @type {HTMLElement | undefined} */
let banner

/** What the part holds. */
export function part() {
  addStyle(style)
  prepareStatus()
  return FEATURE_FRAMES ? { ...kit, _cover: cover } : kit
}

/**
 * Does something with the second layer.
 * @param {(loaded: any) => any} task
 * @returns {Promise<any>}
 */
async function preferences(task) {
  return task(await loadPart(parts.preferences))
}

/**
 * Does something that few visitors need; the part of the preferences knows where that is.
 * @param {(loaded: any) => any} task
 * @returns {Promise<any>}
 */
async function more(task) {
  return task(await preferences(loaded => loaded._more()))
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
  if (loadChoice()) more(loaded => loaded._explainAsking(shown, kit))
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
  if (action === 'preferences') preferences(loaded => loaded._open(kit, control))
  else if (action === 'language') kit.setLanguage(control.lang)
  else if (FEATURE_IMPLIED && action === 'close') choose('seen', () => undefined)
  else if (action) tell(chooseAll(accepts ? action : 'reject', accepts))
}

/**
 * Says that a choice is saved; that it could not be is said by the part of the preferences.
 * @param {import('../choosing.js').Outcome} outcome
 */
function tell(outcome) {
  if (outcome.saved) announce(unpack(texts['status.saved']))
  else more(loaded => loaded._tell(kit, outcome))
}

/**
 * @param {HTMLIFrameElement} frame
 * @param {() => void} loadOnce
 * @returns {Promise<() => () => void>} puts a placeholder in the frame's place, and gives back the undo
 */
async function cover(frame, loadOnce) {
  const placeholder = await loadPart(parts.placeholder)
  return () => placeholder._cover(frame, loadOnce, kit)
}
