/** Builds elements from the descriptions that the build made of the templates. */

import { page } from './dom.js'

/** @typedef {[tag: string, ...parts: Array<string | Record<string, string> | Description>]} Description an element: attributes, texts, elements */

/**
 * @param {Description} description
 * @returns {any} the element; texts go in as text, never as HTML
 */
export function build([tag, ...parts]) {
  const element = page.createElement(tag)
  for (const part of parts) {
    if (typeof part === 'string') element.append(part)
    else if (Array.isArray(part)) element.append(build(part))
    else for (const name in part) element.setAttribute(name, part[name])
  }
  return element
}
