/** The headers of the security page, section "Headers": nothing inline, nothing from elsewhere, never framed, never stored. */

export interface HeaderPolicy {
  /** Origins besides our own that a form may lead to: the one validated target of a redirect (Chrome applies form-action to redirects). */
  readonly formTargets?: readonly string[];
  /** The soft token runs a worker, WebAssembly, a manifest and its camera; the pages of the server do not. */
  readonly application?: 'pages' | 'soft-token';
  readonly overTls: boolean;
}

const FORBIDDEN_FEATURES = ['geolocation', 'microphone', 'payment', 'usb', 'serial', 'bluetooth', 'display-capture'];

export function contentSecurityPolicy(policy: HeaderPolicy): string {
  const isSoftToken = policy.application === 'soft-token';
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    'script-src': isSoftToken ? ["'self'", "'wasm-unsafe-eval'"] : ["'self'"],
    'style-src': ["'self'"],
    'img-src': isSoftToken ? ["'self'", 'blob:'] : ["'self'"],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'form-action': ["'self'", ...(policy.formTargets ?? [])],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
    ...(isSoftToken ? { 'worker-src': ["'self'"], 'manifest-src': ["'self'"] } : {}),
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

export function securityHeaders(policy: HeaderPolicy): Readonly<Record<string, string>> {
  const camera = policy.application === 'soft-token' ? 'camera=(self)' : 'camera=()';
  return {
    'content-security-policy': contentSecurityPolicy(policy),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': [camera, ...FORBIDDEN_FEATURES.map((feature) => `${feature}=()`)].join(', '),
    // Not no-referrer: with it browsers send `Origin: null` with our own forms (Fetch standard, "append a request Origin header").
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(policy.overTls ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}
