import type { ComponentChildren, VNode } from 'preact';

/** A link within the app: to the eye and to a screen reader a way back, handled here so that nothing is loaded anew. */
export function GoBack({ children, onGo }: { readonly children: ComponentChildren; readonly onGo: () => void }): VNode {
  return (
    <p class="back">
      <a
        href="/"
        onClick={(event) => {
          event.preventDefault();
          onGo();
        }}
      >
        {children}
      </a>
    </p>
  );
}
