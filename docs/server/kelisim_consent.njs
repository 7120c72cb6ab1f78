// Renews Kelisim's consent cookie from nginx, with the module njs (Debian: libnginx-mod-http-js). One file; copy it. MIT.
//
//     http {
//         include /srv/www/consent/nginx-consent.conf;      # what the build wrote: the site's settings, and who may run
//         js_path /etc/nginx/;
//         js_import kelisim from kelisim_consent.njs;
//         js_set $kelisim_renewed kelisim.renewed;
//         server { location / { add_header Set-Cookie $kelisim_renewed; … } }
//     }
//
// Some browsers forget within days what a script has set; what the server sets again stays, until the term of the choice ends
// and no longer. An empty $kelisim_renewed sends no header.

const GRAMMAR = /^1~[0-9]{9,30}~([0-9]{10})~[A-Za-z0-9_.-]+~([A-Za-z0-9_.-]+)~[A-Za-z0-9_.-]+~([A-Za-z0-9_-]{4}[01])*$/

function renewed(request) {
  // Name, term in seconds, MAJOR of the policy, domain.
  const settings = request.variables.kelisim_settings.split(' ')
  const lifetime = Number(settings[1])
  const now = Math.floor(Date.now() / 1000)
  let newest
  const cookies = (request.headersIn.Cookie || '').split(';').map(pair => pair.trim())
  cookies.forEach(cookie => {
    const found = cookie.startsWith(settings[0] + '=') && GRAMMAR.exec(cookie.slice(settings[0].length + 1))
    if (found && (!newest || Number(found[1]) > Number(newest[1]))) newest = found
  })
  if (!newest) return ''
  const left = Number(newest[1]) + lifetime - now
  if (left <= 0 || left > lifetime + 86400 || parseInt(newest[2], 10) !== Number(settings[2])) return ''
  const secure = request.variables.scheme === 'https' ? '; Secure' : ''
  const domain = settings[3] ? '; Domain=' + settings[3] : ''
  return settings[0] + '=' + newest[0] + '; Max-Age=' + left + '; Path=/; SameSite=Lax' + secure + domain
}

export default { renewed }
