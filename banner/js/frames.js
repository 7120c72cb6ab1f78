/** Held frames: a placeholder in the page says what is missing and offers to load it. */

import { use } from './parts.js'

/** What takes a placeholder away, by its frame; empty while its part is on its way. @type {Map<Element, () => void>} */
const placeholders = new Map()

/**
 * Puts a placeholder in the place of a frame.
 * @param {HTMLElement} frame
 * @param {() => void} loadOnce
 */
export async function coverFrame(frame, loadOnce) {
  if (placeholders.has(frame)) return
  placeholders.set(frame, () => {})
  const cover = await use(kit => kit._cover(frame, loadOnce))
  if (placeholders.has(frame)) placeholders.set(frame, cover())
}

/**
 * Takes the placeholder of a frame away.
 * @param {HTMLElement} frame
 */
export function uncoverFrame(frame) {
  placeholders.get(frame)?.()
  placeholders.delete(frame)
}
