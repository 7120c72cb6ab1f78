/** The gate: marked tags stand still until their category or service is allowed, then run in the order of the document. */

import { page } from './dom.js'
import { coverFrame, uncoverFrame } from './frames.js'
import { ownTag, trusted } from './script.js'
import { allowed, getState } from './store.js'

// A form answers for its fields: one named "dataset" would hide the property. A form holds nothing anyway.
const MARKED = '[data-kelisim-consent]:not(form)'

/** Tags that were let through. @type {WeakSet<Element>} */
const released = new WeakSet()

/** Frames that the visitor wanted to see on this page, without more. @type {WeakSet<Element>} */
const loadedOnce = new WeakSet()

/** Ordered scripts wait here for each other. */
let queue = Promise.resolve()
/** External ones on their way. @type {unknown[]} */
let loading = []

/**
 * Lets go of what is allowed by now, and takes back frames that no longer are.
 * @param {ParentNode} [root]
 */
export function scan(root = page) {
  const tags = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(MARKED)])
  for (const tag of tags) {
    // The parser may be in the middle of the last: the rest of a script's text is still on the way.
    const whole = page.readyState !== 'loading' || tag !== tags[tags.length - 1] || tag.nextSibling
    const may = allowed(idOf(tag)) || (FEATURE_FRAMES && loadedOnce.has(tag))
    if (may && whole && !released.has(tag)) release(tag)
    if (!may && tag.localName === 'iframe') holdFrame(tag)
  }
}

/**
 * Why a tag is held, or ran.
 * @param {HTMLElement} tag
 */
export function explain(tag) {
  const id = idOf(tag)
  const held = getState().denied.some(known => known === id) ? 'denied' : 'unknown'
  return { id, reason: allowed(id) ? 'allowed' : held, released: released.has(tag) }
}

/** @param {HTMLElement} tag */
function idOf(tag) {
  return tag.dataset.kelisimConsent
}

/** @param {any} tag */
function release(tag) {
  released.add(tag)
  if (tag.localName !== 'script') show(tag)
  else if (tag.hasAttribute('async')) run(tag)
  else queue = queue.then(() => runInOrder(tag)).catch(console.error)
}

/**
 * External scripts keep their order among themselves; an inline one would overtake those that are still on their way.
 * @param {any} tag
 */
async function runInOrder(tag) {
  const external = tag.src || tag.dataset.kelisimSrc
  if (!external) await Promise.all(loading.splice(0))
  const done = run(tag, false)
  if (external) loading.push(done)
}

/**
 * Runs a script: the element itself, so that its attributes and listeners stay. The browser looks at a script when it comes into
 * the document, so it is taken out and put back.
 * @param {any} tag
 * @param {boolean} [async]
 * @returns {Promise<void>} fulfilled when an external script has run, or failed
 */
function run(tag, async = true) {
  return new Promise(resolve => {
    const { kelisimSrc, kelisimType = '' } = tag.dataset
    // While it waited, the visitor may have taken consent back, or the page the tag.
    if (!allowed(idOf(tag)) || !tag.isConnected) return resolve(void released.delete(tag))
    const place = page.createComment('')
    tag.replaceWith(place)
    tag.type = kelisimType
    tag.async = async
    tag.nonce = tag.nonce || ownTag?.nonce
    if (kelisimSrc) tag.src = trusted(kelisimSrc)
    tag.addEventListener('load', resolve)
    tag.addEventListener('error', resolve)
    place.replaceWith(tag)
  })
}

/**
 * Gives a tag, and the sources inside it, the addresses that were kept from it.
 * @param {any} tag
 */
function show(tag) {
  if (FEATURE_FRAMES) uncoverFrame(tag)
  for (const element of [tag, ...tag.querySelectorAll('*')])
    for (const name of ['src', 'srcset', 'href', 'poster', 'data']) {
      const url = element.getAttribute('data-kelisim-' + name)
      if (url) element.setAttribute(name, trusted(url))
    }
  // A video takes no notice of sources that come later.
  tag.load?.()
}

/** @param {any} frame */
function holdFrame(frame) {
  if (released.delete(frame)) frame.src = 'about:blank'
  if (FEATURE_FRAMES)
    coverFrame(frame, () => {
      loadedOnce.add(frame)
      scan()
    })
}
