import { build } from './build.js'
import { plural } from './page.js'
import { texts } from 'kelisim:texts'

export function banner(store, cookie) {
  const { granted } = store._get()
  const noun = plural(granted.length, { _one: texts.choice, _other: texts.choices })
  return build('banner', [cookie, noun, FEATURE_MODE ? 'mode' : 'plain'])
}
