/** The headers of the security page, section "Headers": nothing inline, nothing from elsewhere, never framed, never stored. */

export interface HeaderPolicy {
  /** Origins besides our own that a form may lead to: the one validated target of a redirect (Chrome applies form-action to redirects). */
  readonly formTargets?: readonly string[];
  /** The soft token runs a worker and WebAssembly, and has a manifest; the pages of the server do not. */
  readonly application?: 'pages' | 'soft-token';
  readonly overTls: boolean;
}

const FORBIDDEN_FEATURES = ['geolocation', 'microphone', 'payment', 'usb', 'serial', 'display-capture'];

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

/** What a document may ask of the device; the camera is for the documents that scan. */
export function permissionsPolicy({ camera }: { readonly camera: 'allowed' | 'forbidden' }): string {
  const forbidden = FORBIDDEN_FEATURES.map((feature) => `${feature}=()`);
  return [camera === 'allowed' ? 'camera=(self)' : 'camera=()', ...forbidden].join(', ');
}

export function securityHeaders(policy: HeaderPolicy): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(policy),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': permissionsPolicy({ camera: 'forbidden' }),
    // Not no-referrer: with it browsers send `Origin: null` with our own forms (Fetch standard, "append a request Origin header").
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(policy.overTls ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}
