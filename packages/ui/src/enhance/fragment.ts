/**
 * Secrets travel in the fragment of a link, which browsers send to no server. `data-fragment="c"` on an input takes the `c` of `#c=…&s=…`;
 * `<body data-keep-fragment="c s">` keeps them for a later page of this tab, where a sign-in stands between the link and the field.
 * Either way they leave the address bar, and so the history.
 */
const STORE_PREFIX = 'fragment:';

export function moveFragmentIntoFields(window: Window): void {
  const { document: page, sessionStorage: store } = window;
  const fields = [...page.querySelectorAll<HTMLInputElement>('input[data-fragment]')];
  const kept = (page.body.dataset['keepFragment'] ?? '').split(' ').filter(Boolean);
  const wanted = [...fields.map((field) => field.dataset['fragment'] ?? ''), ...kept];
  const found = takeFragment(window, wanted);
  for (const [key, value] of found) store.setItem(STORE_PREFIX + key, value);
  for (const field of fields) {
    const name = STORE_PREFIX + (field.dataset['fragment'] ?? '');
    const value = store.getItem(name);
    store.removeItem(name);
    // What the server has put there is newer: the same field after a mistake.
    if (value === null || (field.value !== '' && found.size === 0)) continue;
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** The wanted parts of the fragment, which then disappears from the address. A fragment without any of them is an ordinary anchor and stays. */
export function takeFragment(window: Window, wanted: readonly string[]): ReadonlyMap<string, string> {
  const { hash, pathname, search } = window.location;
  const found = new Map([...new URLSearchParams(hash.slice(1))].filter(([key]) => wanted.includes(key)));
  if (found.size > 0) window.history.replaceState(window.history.state, '', pathname + search);
  return found;
}
