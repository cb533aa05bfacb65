/** What the pages' scripts need from the app that bundles them. */
export interface EnhanceOptions {
  /**
   * Says which groups of a code are wrong, counted from 1. Comes from the protocol's own rules, which this room does not know.
   * Only whole groups are given; `kind` is the `CodeInput`'s.
   */
  readonly checkGroups: (kind: 'prc' | 'unl' | 'act' | 'reg', groups: readonly string[]) => readonly number[];
  readonly document: Document;
}
