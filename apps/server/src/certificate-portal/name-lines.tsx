import type { VNode } from 'preact';

/** Names one under the other, in the face in which they are compared. */
export function NameLines({ names }: { readonly names: readonly string[] }): VNode {
  return (
    <ul class="name-lines">
      {names.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
}
