/** The gate: marked tags stand still until their category or service is allowed, then run in the order of the document. */

import { services } from 'kelisim:site'
import { decisionOn, isGranted } from './consent.js'
import { call, listen, read } from './dom.js'
import { allowed, hasPrivacySignal } from './permission.js'
import { ownTag, trusted } from './script.js'
import { getState } from './store.js'

const MARK = 'data-kelisim-consent'
// A form answers for its fields: one named "getAttribute" would hide the method. A form holds nothing anyway.
const MARKED = `[${MARK}]:not(form)`
const HELD_ATTRIBUTE = /^data-kelisim-(src|srcset|href|poster|data)$/

/** Tags that were let through. @type {WeakSet<Element>} */
const released = new WeakSet()

/** Ordered scripts wait here for each other. */
let queue = Promise.resolve()
/** @type {Promise<unknown>[]} */
const loading = []

/** Lets go of what is allowed from now on, whenever a tag appears. */
export function watch() {
  new MutationObserver(() => scan()).observe(read('documentElement'), { childList: true, subtree: true })
  listen(document, 'DOMContentLoaded', () => scan())
}

/**
 * Lets go of what is allowed by now, and takes back frames that no longer are.
 * @param {any} [root] an element or shadow root; the whole document where none is given
 */
export function scan(root) {
  for (const tag of root ? root.querySelectorAll(MARKED) : call('querySelectorAll', MARKED)) {
    const may = allowed(tag.getAttribute(MARK))
    if (may && !released.has(tag) && isWhole(tag)) release(tag)
    else if (!may && released.has(tag) && tag.localName === 'iframe') takeBack(tag)
  }
}

/**
 * Why a tag is held, or ran.
 * @param {Element} tag
 */
export function explain(tag) {
  const id = tag.getAttribute(MARK)
  return { id, released: released.has(tag), reason: reasonFor(id) }
}

/**
 * @param {string | null} id
 * @returns {'unmarked' | 'allowed' | 'elsewhere' | 'denied' | 'undecided' | 'unknown'}
 */
function reasonFor(id) {
  const { choice } = getState()
  if (!id) return 'unmarked'
  if (allowed(id)) return 'allowed'
  const concerned = services.filter(service => service.slice(0, 2).includes(id))
  if (!concerned.length) return 'unknown'
  if (concerned.every(service => isGranted(choice, service, hasPrivacySignal()))) return 'elsewhere'
  return concerned.some(service => decisionOn(choice, service) === false) ? 'denied' : 'undecided'
}

/**
 * Whether the parser is done with a script: the rest of its text may still be on the way.
 * @param {any} tag
 */
function isWhole(tag) {
  if (tag.localName !== 'script' || read('readyState') !== 'loading') return true
  const tags = call('getElementsByTagName', '*')
  return tags[tags.length - 1] !== tag
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
  if (!isExternal(tag)) await Promise.all(loading.splice(0))
  tag.async = false
  loading.push(run(tag))
}

/** @param {any} tag */
function isExternal(tag) {
  return tag.src || tag.hasAttribute('data-kelisim-src')
}

/**
 * Runs a script: the element itself, so that its attributes and listeners stay. It is taken out and put back, because the browser
 * looks at a script when it comes into the document.
 * @param {any} tag
 * @returns {Promise<unknown>} settled when an external script has run or failed
 */
function run(tag) {
  const { parentNode, nextSibling } = tag
  // While it waited, the page may have removed it, or the visitor taken consent back.
  if (!parentNode || !allowed(tag.getAttribute(MARK))) return released.delete(tag)
  tag.remove()
  const type = tag.getAttribute('data-kelisim-type')
  const url = tag.getAttribute('data-kelisim-src')
  if (type) tag.type = type
  else tag.removeAttribute('type')
  tag.nonce = tag.nonce || ownTag().nonce
  if (url) tag.src = trusted(url)
  return new Promise(settle => {
    listen(tag, 'load', settle)
    listen(tag, 'error', settle)
    parentNode.insertBefore(tag, nextSibling)
    if (!tag.src) settle()
  })
}

/**
 * Gives a tag, and the sources inside it, the addresses that were kept from it.
 * @param {any} tag
 */
function show(tag) {
  for (const element of [tag, ...tag.querySelectorAll('*')])
    for (const { name, value } of [...element.attributes]) {
      const [, attribute] = HELD_ATTRIBUTE.exec(name) || []
      if (attribute) element.setAttribute(attribute, /embed|object/.test(element.localName) ? trusted(value) : value)
    }
  // A video takes no notice of sources that come later.
  if (tag.load) tag.load()
}

/** @param {any} frame */
function takeBack(frame) {
  released.delete(frame)
  frame.src = 'about:blank'
}
