/** How a token is to be activated: by what was opened, scanned, pasted or typed. */
export type ActivationWish =
  | { readonly way: 'link'; readonly link: string }
  /** A text for a device without a network: no server is asked. */
  | { readonly way: 'offline'; readonly text: string }
  | ({ readonly way: 'typed' } & TypedActivation);

export interface TypedActivation {
  readonly serial: string;
  readonly code: string;
}
