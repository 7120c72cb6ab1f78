<?php
/**
 * Reads Kelisim's consent cookie on a server, and renews it. One file, PHP 7.4 and newer; copy it. MIT.
 *
 *     $manifest = kelisim_manifest('/srv/www/consent/manifest.json');   // of the build that the site serves
 *     $consent = kelisim_consent($_SERVER['HTTP_COOKIE'] ?? '', $manifest);
 *     if (kelisim_allowed($consent, 'google-analytics', $manifest)) { … }
 *     $cookie = kelisim_renewed($consent, $manifest);
 *     if ($cookie !== null) header("Set-Cookie: $cookie", false);
 *
 * The grammar is that of docs/consent-cookie.md; whatever does not match it is no choice. $_COOKIE will not do: PHP rewrites
 * names and keeps one of two cookies of the same name.
 */

declare(strict_types=1);

const KELISIM_GRAMMAR = '/\A1~(?<id>[0-9]{9,30})~(?<time>[0-9]{10})~[A-Za-z0-9_.-]+~(?<policy>[A-Za-z0-9_.-]+)'
    . '~[A-Za-z0-9_.-]+~(?<tokens>(?:[A-Za-z0-9_-]{4}[01])*)\z/';
const KELISIM_DAY = 86400;

/** The manifest of a build. */
function kelisim_manifest(string $path): array
{
    return json_decode(file_get_contents($path), true, 512, JSON_THROW_ON_ERROR);
}

/**
 * The newest choice in a Cookie header that holds today: value, id, time, and decisions by service; null where nobody has chosen.
 */
function kelisim_consent(string $cookieHeader, array $manifest, ?int $now = null): ?array
{
    $newest = null;
    foreach (explode(';', $cookieHeader) as $pair) {
        [$name, $value] = explode('=', trim($pair), 2) + [1 => ''];
        if ($name !== $manifest['consent']['cookie_name'] || !preg_match(KELISIM_GRAMMAR, $value, $found)) {
            continue;
        }
        if ($newest === null || (int) $found['time'] > (int) $newest['time']) {
            $newest = $found;
        }
    }
    if ($newest === null || !kelisim_holds($newest, $manifest, $now ?? time())) {
        return null;
    }
    $decisions = [];
    foreach ($newest['tokens'] === '' ? [] : str_split($newest['tokens'], 5) as $token) {
        $service = $manifest['tokens'][substr($token, 0, 4)] ?? null;
        if ($service !== null) {
            $decisions[$service] = $token[4] === '1';
        }
    }
    return ['value' => $newest[0], 'id' => $newest['id'], 'time' => (int) $newest['time'], 'decisions' => $decisions];
}

/** Whether a service or a category may run; $gpc says that the request came with Sec-GPC: 1. */
function kelisim_allowed(?array $consent, string $id, array $manifest, bool $gpc = false): bool
{
    if (isset($manifest['categories'][$id])) {
        foreach ($manifest['categories'][$id] as $service) {
            if (!kelisim_allowed($consent, $service, $manifest, $gpc)) {
                return false;
            }
        }
        return true;
    }
    if (!in_array($id, $manifest['tokens'], true)) {
        return $id === 'necessary' || in_array($id, $manifest['necessary'], true);
    }
    $decision = $consent['decisions'][$id] ?? null;
    if ($decision === null && $manifest['consent_model'] === 'implied') {
        return !($gpc && $manifest['consent']['honour_gpc']);
    }
    return $decision === true;
}

/**
 * The value of a Set-Cookie header that keeps the choice until its term ends, and no longer. Some browsers forget within days
 * what a script has set; what the server sets again stays.
 */
function kelisim_renewed(?array $consent, array $manifest, bool $secure = true, ?int $now = null): ?string
{
    if ($consent === null) {
        return null;
    }
    $rules = $manifest['consent'];
    $left = $consent['time'] + $rules['lifetime_days'] * KELISIM_DAY - ($now ?? time());
    $domain = $rules['cookie_domain'] === '' ? '' : '; Domain=' . $rules['cookie_domain'];
    return $rules['cookie_name'] . '=' . $consent['value'] . "; Max-Age=$left; Path=/; SameSite=Lax" . ($secure ? '; Secure' : '') . $domain;
}

/** A day in the future is borne with: clocks differ. */
function kelisim_holds(array $choice, array $manifest, int $now): bool
{
    $age = $now - (int) $choice['time'];
    $sameMajor = preg_match('/\A-?[0-9]+/', $choice['policy'], $major)
        && (int) $major[0] === (int) explode('.', $manifest['policy']['version'])[0];
    return $age > -KELISIM_DAY && $age < $manifest['consent']['lifetime_days'] * KELISIM_DAY && $sameMajor;
}
