import { useEffect } from 'preact/hooks';
import { say } from '../messages/english.ts';

/** A new screen is announced as a page would be: by its title, and by the focus on its first field or its heading. */
export function useArrival(at: string): void {
  useEffect(() => {
    const main = document.querySelector('main');
    const heading = main?.querySelector('h1');
    document.title = heading ? say('document-title', { screen: heading.textContent }) : say('part');
    const first = main?.querySelector<HTMLElement>('[autofocus]');
    if (first) first.focus();
    else if (heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
  }, [at]);
}
