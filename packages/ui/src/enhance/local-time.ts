import { momentFormat } from '../messages/moment.ts';
import type { MomentStyle } from '../messages/moment.ts';
import { all } from './on.ts';

/** `<time data-local-time>`: the server knows only one time zone, the browser knows the visitor's. */
export function showTimesAsLocal(page: Document): void {
  for (const time of all(page, 'time[data-local-time]')) {
    const style = time.dataset['localTime'] as MomentStyle;
    time.textContent = momentFormat({ style, locale: page.documentElement.lang }).format(new Date(time.getAttribute('datetime') ?? ''));
  }
}
