/**
 * The document, reached past the names that a page gives to its elements: `<form name="cookie">` hides `document.cookie`,
 * `<img name="querySelector">` the method. So everything is taken from the prototype.
 */

/** @type {Document} */
export const page = new Proxy(/** @type {any} */ ({}), {
  get(_, name) {
    const value = Reflect.get(Document.prototype, name, document)
    return value?.bind?.(document) ?? value
  },
  set: (_, name, value) => Reflect.set(Document.prototype, name, value, document)
})

/**
 * What a browser may refuse: cookies in a sandbox, storage by a setting.
 * @template T
 * @param {() => T} use
 * @returns {T | undefined}
 */
export function attempt(use) {
  try {
    return use()
  } catch {
    return undefined
  }
}
