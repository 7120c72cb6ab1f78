/** One frozen object, replaced whole. */
export function createStore(initial) {
  let state = Object.freeze({ ...initial })
  const _listeners = new Set()
  const store = {
    _get: () => state,
    _set(patch) {
      const previous = state
      state = Object.freeze({ ...state, ...patch })
      for (const listener of [..._listeners]) listener(state, previous)
    },
    _subscribe(listener) {
      _listeners.add(listener)
      return () => _listeners.delete(listener)
    },
    _listeners
  }
  return store
}

export class History {
  constructor() {
    this._entries = []
  }

  _push(entry) {
    this._entries.push(entry)
  }
}
