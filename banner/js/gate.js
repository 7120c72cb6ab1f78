/** The gate: marked tags stand still until their category or service is allowed, then run in the order of the document. */

import { page } from './dom.js'
import { coverFrame, uncoverFrame } from './frames.js'
import { adoptMarkup } from './markup.js'
import { ownTag, trusted } from './script.js'
import { allowed } from './store.js'

const MARKED = '[data-kelisim-consent]'
const KEPT = /^data-kelisim-(src|srcset|href|poster|data|type)$/

/** Tags that were let through. @type {WeakSet<Element>} */
export const released = new WeakSet()

/** Frames that the visitor wanted to see on this page, without more. @type {WeakSet<Element>} */
const loadedOnce = new WeakSet()

/** Ordered scripts wait here for each other; external ones are under way together. */
let queue = Promise.resolve()
/** @type {unknown[]} */
const loading = []

/**
 * Lets go of what is allowed by now, and takes back frames that no longer are.
 * @param {ParentNode} [root]
 */
export function scan(root = page) {
  if (FEATURE_COOKIECONSENT || FEATURE_KLARO) adoptMarkup(root)
  for (const tag of /** @type {NodeListOf<any>} */ (root.querySelectorAll(MARKED))) {
    // The parser may be in the middle of this one: the rest of a script's text is still on the way.
    if (page.readyState === 'loading' && !tag.nextSibling) break
    let may = allowed(tag.dataset.kelisimConsent)
    if (FEATURE_FRAMES && loadedOnce.has(tag)) may = true
    if (may && !released.has(tag)) release(tag)
    if (may || tag.localName !== 'iframe') continue
    if (released.delete(tag)) tag.src = 'about:blank'
    if (FEATURE_FRAMES) coverFrame(tag, () => scan(void loadedOnce.add(tag)))
  }
}

/** @param {any} tag */
function release(tag) {
  released.add(tag)
  if (tag.localName === 'script') {
    if (tag.hasAttribute('async')) run(tag, true)
    else queue = queue.then(() => runInOrder(tag)).catch(console.error)
    return
  }
  if (FEATURE_FRAMES) uncoverFrame(tag)
  for (const element of [tag, ...tag.querySelectorAll('*')]) restore(element)
  // A video takes no notice of sources that come later.
  tag.load?.()
}

/**
 * External scripts keep their order among themselves; an inline one would overtake those that are on their way.
 * @param {any} tag
 */
async function runInOrder(tag) {
  // One that came as HTML text never runs, marked or not; the browser shows it by this. Nobody waits for it.
  const external = tag.async && (tag.src || tag.dataset.kelisimSrc)
  if (!external) await Promise.all(loading)
  const done = run(tag, false)
  if (external) loading.push(done)
}

/**
 * Runs a script: the element itself, so that its attributes and listeners stay. The browser looks at a script when it comes into
 * the document, so it is taken out and put back.
 * @param {any} tag
 * @param {boolean} async
 * @returns {Promise<unknown>} fulfilled when an external script has run, or failed
 */
function run(tag, async) {
  return new Promise(resolve => {
    // While it waited, the visitor may have taken consent back, or the page the tag.
    if (!allowed(tag.dataset.kelisimConsent) || !tag.isConnected || lacksNonce(tag)) return resolve(released.delete(tag))
    const place = page.createComment('')
    tag.replaceWith(place)
    // One that a script of the page made keeps the type it was given.
    if (!FEATURE_KNOWN_HOSTS || tag.type === 'text/plain') tag.type = ''
    tag.async = async
    restore(tag)
    tag.addEventListener('load', resolve)
    tag.addEventListener('error', resolve)
    place.replaceWith(tag)
  })
}

/**
 * Under a policy of nonces a held script needs the page's like any other: ours is not for whatever gets into the page.
 * @param {HTMLScriptElement} tag
 */
export function lacksNonce({ nonce }) {
  return ownTag?.nonce && nonce !== ownTag.nonce
}

/** @param {Element} element gets the attributes that were kept from it */
function restore(element) {
  for (const { name, value } of element.attributes) {
    const kept = KEPT.exec(name)
    if (kept) element.setAttribute(kept[1], trusted(value))
  }
}
