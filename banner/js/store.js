/** The state: one flat frozen object, replaced whole. Nobody else keeps a copy. */

/**
 * @typedef {object} State
 * @property {string} language
 * @property {import('./consent.js').Choice | undefined} choice what the visitor chose, while it holds
 * @property {string} stored what is stored, as this page last saw it: another window may have changed it
 * @property {string[]} allowed categories and services that may run on this page
 */

/** @type {Readonly<State>} */
let state

/** @returns {Readonly<State>} */
export function getState() {
  return state
}

/** @param {Partial<State>} patch */
export function setState(patch) {
  state = Object.freeze({ ...state, ...patch })
}

/**
 * @param {string} id of a category or a service
 * @returns {boolean} whether it may run on this page now
 */
export function allowed(id) {
  return state.allowed.includes(id)
}
