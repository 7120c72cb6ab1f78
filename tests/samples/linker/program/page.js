const prefix = 'келісім: '
let lines = 0

export function render(...texts) {
  lines += 1
  log(prefix + lines)
  texts.forEach(text => log(text))
}

export function debug(...values) {
  log(values)
}

export const unusedTable = [1, 2, 3].map(value => value * 2)

export const plural = (count, { _one, _other: many = _one }) => (count === 1 ? _one : many)
