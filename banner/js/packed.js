/**
 * The texts of a part, as the build packs them (kelisim/packing.py): in a script that has to be ASCII a Cyrillic letter
 * takes six characters, packed it takes one. `~` begins a run of Cyrillic and ends it, the end of the text does so as
 * well; inside, Latin letters stand for Cyrillic ones and `^` makes a capital. Two `~` are the sign itself.
 */

import { packed } from 'kelisim:view'

/** Letters outside of the alphabet's unbroken row а … я, in the order of the capitals G, H, I … */
const OTHERS = 'әғқңөұүһіё'
const FIRST = 'а'.charCodeAt(0)
const ROW = 32

/** @type {import('kelisim:view').Contents} */
export const contents = JSON.parse(FEATURE_PACKED ? unpack(packed) : packed)

/**
 * @param {string} text
 * @returns {string}
 */
function unpack(text) {
  return text.replace(/~([^~"]*)~?/g, (_, run) => run.replace(/(\^?)([A-Za-z])/g, cyrillic) || '~')
}

/**
 * @param {string} _
 * @param {string} capital
 * @param {string} latin a … z, then A … Z
 * @returns {string}
 */
function cyrillic(_, capital, latin) {
  const place = parseInt(latin, 36) - 10 + (latin < 'a' ? 26 : 0)
  const letter = OTHERS[place - ROW] || String.fromCharCode(FIRST + place)
  return capital ? letter.toUpperCase() : letter
}
