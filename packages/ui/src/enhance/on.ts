/** Calls `act` for events on elements that match `at`, now and later in the page's life; in the capture phase, so before an app's own handlers. */
export function on<Name extends keyof DocumentEventMap>(
  page: Document,
  when: { readonly event: Name; readonly at: string },
  act: (element: HTMLElement, event: DocumentEventMap[Name]) => void,
): void {
  page.addEventListener(
    when.event,
    (event) => {
      const element = event.target instanceof Element ? event.target.closest<HTMLElement>(when.at) : null;
      if (element) act(element, event);
    },
    true,
  );
}

export function all(page: ParentNode, selector: string): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>(selector)];
}
