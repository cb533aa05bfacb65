/** What only a server needs of the form kit. */
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** A whole HTML document from a `Page`. */
export function renderDocument(page: JSX.Element): string {
  return `<!doctype html>${renderToString(page)}`;
}
