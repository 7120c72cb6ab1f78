/**
 * Texts as the build packs them (kelisim/packing.py): in a script that has to be ASCII a Cyrillic letter takes six
 * characters, packed it takes one. `~` begins a run of Cyrillic and ends it, the end of the text does so as well;
 * inside, the signs from `]` to `|` stand for the alphabet from а to я, capital Latin letters for the others, and `}`
 * makes a capital. Two `~` are the sign itself.
 */

/** @param {string} text */
export function unpack(text) {
  return FEATURE_PACKED ? text.replace(/~([^~]*)~?/g, (_, run) => run.replace(/(}?)([A-J\]-|])/g, cyrillic) || '~') : text
}

/**
 * @param {string} _
 * @param {string} capital
 * @param {string} sign
 * @returns {string}
 */
function cyrillic(_, capital, sign) {
  const code = sign.charCodeAt(0)
  const letter = 'әғқңөұүһіё'[code - 65] || String.fromCharCode(code + 979)
  return capital ? letter.toUpperCase() : letter
}
