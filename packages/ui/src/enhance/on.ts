/** Calls `act` for events on elements that match, now and later in the page's life; in the capture phase, so before an app's own handlers. */
export function on<Name extends keyof DocumentEventMap>(
  page: Document,
  name: Name,
  selector: string,
  act: (element: HTMLElement, event: DocumentEventMap[Name]) => void,
): void {
  page.addEventListener(
    name,
    (event) => {
      const element = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
      if (element) act(element, event);
    },
    true,
  );
}

export function all(page: ParentNode, selector: string): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>(selector)];
}
