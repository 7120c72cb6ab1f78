export function build(name, children) {
  return `<${name}>${children.filter(Boolean).join('|')}</script>`
}
