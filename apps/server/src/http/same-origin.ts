/** Stands in front of every unsafe method: the request must come from a page of this very origin. */

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface RequestOrigin {
  readonly method: string;
  /** The `Sec-Fetch-Site` header: set by every current browser and out of reach of scripts. */
  readonly fetchSite: string | undefined;
  /** The `Origin` header. */
  readonly origin: string | undefined;
}

/**
 * True when the request is safe, or the browser vouches that it comes from `ownOrigin`.
 * A request with neither header is refused: every browser that can hold our cookies sends one of them with a POST.
 */
export function isSameOrigin(request: RequestOrigin, ownOrigin: string): boolean {
  if (isSafeMethod(request.method)) return true;
  if (request.fetchSite !== undefined && request.fetchSite !== 'same-origin') return false;
  if (request.origin !== undefined) return request.origin === ownOrigin;
  return request.fetchSite === 'same-origin';
}

/** RFC 9110, section 9.2.1; nothing of ours answers TRACE. */
export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.has(method);
}
