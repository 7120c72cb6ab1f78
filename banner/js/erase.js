/** Deletes what refused services left behind, as far as a page can (REV-1, STO-8). */

import { services } from 'kelisim:site'
import { decisionOn } from './consent.js'
import { expireCookie, readCookies } from './cookies.js'
import { attempt } from './dom.js'

/** How names are listed and deleted, in the order of kinds. @type {Array<false | [list: () => string[], remove: (name: string) => void]>} */
const JARS = [
  FEATURE_ERASE_COOKIES && [() => readCookies().map(cookie => cookie.split('=')[0]), expireCookie],
  FEATURE_ERASE_STORAGE && [() => Object.keys(localStorage), name => localStorage.removeItem(name)],
  FEATURE_ERASE_STORAGE && [() => Object.keys(sessionStorage), name => sessionStorage.removeItem(name)]
]

/**
 * @param {import('./consent.js').Choice | undefined} choice
 * @returns {{ count: number, kept: string[] }} how much is gone, and the names of what could not be deleted
 */
export function eraseRefused(choice) {
  let count = 0
  /** @type {string[]} */
  const kept = []
  for (const service of services.filter(refused => decisionOn(choice, refused) === '0'))
    service[3]?.forEach((pattern, kind) => {
      if (FEATURE_ERASE_DATABASES && kind === 3) return eraseDatabases(pattern)
      // A browser that refuses storage to the page refused it to the service too.
      attempt(() => {
        if (!pattern) return
        const [list, remove] = JARS[kind]
        const names = matching(list(), pattern)
        names.forEach(remove)
        const left = matching(list(), pattern)
        count += names.length - left.length
        kept.push(...left)
      })
    })
  return { count, kept }
}

/**
 * @param {string[]} names
 * @param {string} pattern
 */
function matching(names, pattern) {
  return names.filter(name => RegExp(`^(${pattern})$`).test(name))
}

/**
 * Not counted: a database goes when the last that has it open lets go. Firefox before 126 cannot list them.
 * @param {string} pattern
 */
async function eraseDatabases(pattern) {
  const databases = (await indexedDB.databases?.()) || []
  for (const name of matching(databases.map(({ name: known }) => known || ''), pattern)) indexedDB.deleteDatabase(name)
}
