/** The state: one flat frozen object, replaced whole. Views subscribe; nobody else keeps a copy. */

/**
 * @typedef {object} State
 * @property {import('./consent.js').Choice | null} choice what the visitor chose, while it holds
 * @property {'' | 'expired' | 'policy'} lapsed why an earlier choice holds no more
 * @property {readonly string[]} allowed categories and services that may run on this page
 * @property {string} language
 */

/** @type {Readonly<State>} */
let state = Object.freeze({ choice: null, lapsed: '', allowed: [], language: '' })

/** @type {Set<(state: Readonly<State>, previous: Readonly<State>) => void>} */
const listeners = new Set()

/** @returns {Readonly<State>} */
export function getState() {
  return state
}

/** @param {Partial<State>} patch */
export function setState(patch) {
  const previous = state
  // Kept flat: freezing does not reach into nested objects.
  state = Object.freeze({ ...state, ...patch })
  // A copy, so that a listener may unsubscribe while it is being called.
  for (const listener of [...listeners]) listener(state, previous)
}

/**
 * @param {(state: Readonly<State>, previous: Readonly<State>) => void} listener
 * @returns {() => void} the undo
 */
export function subscribe(listener) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
