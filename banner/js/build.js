/** Builds elements from the descriptions that the build made of the templates. */

import { page } from './dom.js'
import { unpack } from './packed.js'
import { folder } from './script.js'

/**
 * @param {import('kelisim:view').Description} description
 * @returns {any} the element; texts go in as text, never as HTML
 */
export function build([tag, attributes, ...children]) {
  const element = page.createElement(tag)
  // Own names only: libraries of old gave Object.prototype things of theirs.
  // Addresses of built pages stand as seen from the assets; the page in which the link stands is anywhere.
  for (const name of Object.keys(attributes)) element.setAttribute(name, unpack(attributes[name]).replace(/^(?=\.\.)/, folder))
  element.append(...children.map((/** @type {any} */ child) => (typeof child === 'string' ? unpack(child) : build(child))))
  return element
}
