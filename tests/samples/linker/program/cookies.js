import { debug } from './page.js'

const jar = new Map()
const pattern = /^([^=]+)=(?<value>.*)$/u

export function readCookie(name) {
  return jar.get(name)?._value ?? ''
}

export function writeCookie(name, value) {
  const match = pattern.exec(`${name}=${value}`)
  if (!match) return
  if (DEBUG_OUTPUT) debug('cookie', name)
  jar.set(name, { _value: match.groups.value, _written: jar.size })
}

export function removeCookie(name) {
  jar.delete(name)
}
