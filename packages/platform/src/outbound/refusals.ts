/** Why there is no answer: a closed list. */
export type OutboundRefusalCode =
  /** No URL, or one that is too long. */
  | 'url-malformed'
  | 'scheme-refused'
  | 'credentials-in-url'
  | 'port-refused'
  /** The name has no address. */
  | 'name-unknown'
  | 'name-lookup-failed'
  /** One of the addresses is private, or otherwise none that strangers may send us to. */
  | 'address-refused'
  | 'connection-failed'
  | 'tls-failed'
  | 'timed-out'
  /** It is not HTTP, or not to the letter. */
  | 'answer-malformed'
  | 'headers-too-large'
  | 'answer-too-large'
  /** Compressed, which was not asked for. */
  | 'answer-encoded'
  /** To another host, or once too often. */
  | 'redirect-refused';

export interface OutboundRefusal {
  readonly kind: 'refused';
  readonly code: OutboundRefusalCode;
  /** For the log: what a stranger who chose the URL must not hear, such as an address inside. */
  readonly detail: string;
}

const MAX_DETAIL_CHARACTERS = 200;

export function refuseOutbound(code: OutboundRefusalCode, detail: string): OutboundRefusal {
  return { kind: 'refused', code, detail: detail.replaceAll(/\p{Cc}+/gu, ' ').slice(0, MAX_DETAIL_CHARACTERS) };
}
