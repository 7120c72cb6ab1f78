/**
 * Texts as the build packs them (kelisim/packing.py): in a script that has to be ASCII a Cyrillic letter takes six
 * characters, packed it takes one. `~` begins a run of Cyrillic and ends it, the end of the text does so as well;
 * inside, Latin letters stand for Cyrillic ones and `^` makes a capital. Two `~` are the sign itself.
 */

/** In the order of a … z, A … P. The first 32 are the alphabet's unbroken row, for which its first letter is enough. */
const ROW = 32
const FIRST = 0x430
const OTHERS = 'әғқңөұүһіё'

/**
 * @param {string} text
 * @returns {string}
 */
export function unpack(text) {
  return FEATURE_PACKED ? text.replace(/~([^~]*)~?/g, (_, run) => run.replace(/(\^?)([A-Za-z])/g, cyrillic) || '~') : text
}

/**
 * @param {string} _
 * @param {string} capital
 * @param {string} latin
 * @returns {string}
 */
function cyrillic(_, capital, latin) {
  const place = parseInt(latin, 36) - (latin < 'a' ? -16 : 10)
  const letter = OTHERS[place - ROW] || String.fromCharCode(FIRST + place)
  return capital ? letter.toUpperCase() : letter
}
