import { build } from './build.js'
import { History } from './store.js'

const lines = []

export function preferences(store) {
  const history = new History()
  history._push(store._get())
  lines.push(...history._entries.map(({ language }) => language))
  return build('preferences', lines)
}
