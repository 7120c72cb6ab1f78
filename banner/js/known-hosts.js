/**
 * Tags that nobody marked, of hosts that the registry knows: they are marked here, before they run (`gate = "known-hosts"`).
 *
 * That works for what the page's own scripts make, and for what the parser meets after this script; the browser may have asked
 * for the latter's files already.
 */

import { knownHosts } from 'kelisim:site'
import { page } from './dom.js'
import { released } from './gate.js'
import { ownTag } from './script.js'
import { allowed } from './store.js'

const LOADING = ['script', 'iframe', 'img']

export function holdKnownHosts() {
  for (const { prototype } of [HTMLScriptElement, HTMLIFrameElement, HTMLImageElement]) watchSource(prototype)
  // Scripts that are there already have run.
  for (const tag of page.querySelectorAll('iframe[src],img[src]')) holdParsed(tag)
  const observer = new MutationObserver(records => {
    for (const { addedNodes } of records) for (const node of /** @type {NodeListOf<any>} */ (addedNodes)) holdAll(node)
  })
  observer.observe(document, { childList: true, subtree: true })
}

/**
 * What scripts make is held as soon as it gets its address: a picture needs to be in no document to be loaded.
 * @param {any} prototype
 */
function watchSource(prototype) {
  const native = /** @type {any} */ (Object.getOwnPropertyDescriptor(prototype, 'src'))
  Object.defineProperty(prototype, 'src', {
    ...native,
    get() {
      return native.get.call(this) || this.dataset.kelisimSrc || ''
    },
    set(address) {
      if (!holdMade(this, address)) native.set.call(this, address)
    }
  })
  prototype.setAttribute = /** @this {any} @param {string} name @param {any} value */ function (name, value) {
    if (String(name).toLowerCase() !== 'src' || !holdMade(this, value)) Element.prototype.setAttribute.call(this, name, value)
  }
}

/**
 * @param {any} tag
 * @param {unknown} address
 */
function holdMade(tag, address) {
  const held = hold(tag, String(address))
  if (held && tag.localName === 'script') {
    // It would not have waited for others, and the page's own script vouches for it.
    tag.toggleAttribute('async', tag.async)
    if (ownTag?.nonce) tag.nonce = ownTag.nonce
  }
  return held
}

/** @param {any} node */
function holdAll(node) {
  if (LOADING.includes(node.localName)) holdParsed(node)
  else for (const tag of node.querySelectorAll?.(LOADING.join()) || []) holdParsed(tag)
}

/** @param {any} tag */
function holdParsed(tag) {
  const address = tag.getAttribute('src')
  if (!address || !hold(tag, address)) return
  if (tag.localName === 'script') {
    if (tag.type) tag.setAttribute('data-kelisim-type', tag.type)
    tag.type = 'text/plain'
  } else if (tag.localName === 'iframe') tag.src = 'about:blank'
  tag.removeAttribute('src')
}

/**
 * Marks a tag whose address belongs to a service that is not allowed.
 * @param {HTMLElement} tag
 * @param {string} address
 * @returns {boolean} whether it is held now
 */
function hold(tag, address) {
  // What somebody marked is the gate's business, and so is what it let go of.
  if (released.has(tag) || (tag.dataset.kelisimConsent && tag.dataset.kelisimHost === undefined)) return false
  const service = address && deniedServiceOf(address)
  if (service) Object.assign(tag.dataset, { kelisimConsent: service, kelisimHost: '', kelisimSrc: address })
  return !!service
}

/**
 * @param {string} address
 * @returns {string | undefined} the service it belongs to, should that not be allowed
 */
function deniedServiceOf(address) {
  const link = /** @type {any} */ (page.createElement('a'))
  link.href = address
  const owners = knownHosts.filter(([, hosts]) => RegExp(`^(${hosts})`).test(link.hostname + link.pathname))
  // One host may serve several; the number of the counter tells which one this is.
  const exact = owners.filter(([, , numbers]) => numbers && RegExp(numbers).test(address))
  return (exact[0] ? exact : owners).map(([id]) => id).find(id => !allowed(id))
}
