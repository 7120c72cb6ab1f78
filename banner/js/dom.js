/**
 * The document, reached past names that a page gives to its elements: `<form name="cookie">` hides `document.cookie`,
 * `<a id="addEventListener">` the window's method. Methods and properties are therefore taken from the prototypes.
 */

/**
 * @typedef {[tag: string, ...parts: Array<string | Record<string, string> | Description>]} Description
 *   an element: its tag, then attributes, texts and elements
 */

/**
 * Calls a method of the document.
 * @param {string} method
 * @param {...unknown} values
 * @returns {any}
 */
export function call(method, ...values) {
  return Reflect.get(Document.prototype, method).apply(document, values)
}

/**
 * @param {string} property
 * @returns {any}
 */
export function read(property) {
  return Reflect.get(Document.prototype, property, document)
}

/**
 * @param {string} property
 * @param {unknown} value
 */
export function write(property, value) {
  Reflect.set(Document.prototype, property, value, document)
}

/**
 * Listens, and gives back the undo.
 * @param {EventTarget} target
 * @param {string} type
 * @param {(event: any) => void} listener
 * @returns {() => void}
 */
export function listen(target, type, listener) {
  const { addEventListener, removeEventListener } = EventTarget.prototype
  addEventListener.call(target, type, listener)
  return () => removeEventListener.call(target, type, listener)
}

/**
 * Builds an element from its description. Texts go in as text, never as HTML.
 * @param {Description} description
 * @returns {any}
 */
export function build([tag, ...parts]) {
  const element = call('createElement', tag)
  for (const part of parts) {
    if (typeof part === 'string') element.append(part)
    else if (Array.isArray(part)) element.append(build(part))
    else for (const name in part) element.setAttribute(name, part[name])
  }
  return element
}
