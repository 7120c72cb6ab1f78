/** Builds elements from the descriptions that the build made of the templates. */

import { page } from './dom.js'
import { unpack } from './packed.js'

/**
 * @param {import('kelisim:view').Description} description
 * @returns {any} the element; texts go in as text, never as HTML
 */
export function build(description) {
  const element = page.createElement(description[0])
  for (const part of description.slice(1)) {
    if (typeof part === 'string') element.append(unpack(part))
    else if (Array.isArray(part)) element.append(build(part))
    // Own names only: libraries of old gave Object.prototype things of theirs.
    else for (const name of Object.keys(part)) element.setAttribute(name, unpack(part[name]))
  }
  return element
}
