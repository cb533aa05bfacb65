import type { Bytes } from '@sallyport/pki';
import type { AnswerWithHeaders, OutboundRefusal, Secret } from '@sallyport/platform';

/** To the CA and to no other host; answered by the outbound client. */
export interface AcmeWire {
  ask(request: {
    readonly url: string;
    readonly bodyOctets: number;
    readonly sent?: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  }): Promise<AnswerWithHeaders | OutboundRefusal>;
}

/** Makes and opens the keys of accounts. */
export interface AcmeKeys {
  /** DER of PKCS #8, which is sealed at once. */
  generate(): Promise<Bytes>;
  load(pkcs8: Uint8Array): Promise<AcmeAccountKey>;
}

/** The account's key, which signs what is said to the CA (RFC 8555 section 6.2). */
export interface AcmeAccountKey {
  readonly jwk: Readonly<Record<string, string>>;
  /** RFC 7638, SHA-256, base64url. */
  readonly thumbprint: string;
  /** A flattened JWS (RFC 7515 section 7.2.2). An empty payload stays empty: that is POST-as-GET. */
  sign(given: { readonly header: Readonly<Record<string, unknown>>; readonly payload: string }): Promise<string>;
  /** RFC 8555 section 7.3.4: this key, vouched for by one that the CA has given out of band. */
  bind(given: { readonly url: string; readonly account: ExternalAccount }): Promise<object>;
}

export interface ExternalAccount {
  readonly keyId: string;
  /** base64url, as CAs give it. */
  readonly key: Secret<string>;
}

/** Where the zones of an installation are changed: a program of the operator's. Several values may stand under one name. */
export interface DnsPublisher {
  publish(record: TextRecord): Promise<'done' | 'failed'>;
  remove(record: TextRecord): Promise<'done' | 'failed'>;
}

export interface TextRecord {
  readonly name: string;
  readonly value: string;
}

/** Which CA it is, and what the operator has settled with it. */
export interface AcmeSettings {
  /** The address of its directory. */
  readonly directory: string;
  /** `mailto:…` */
  readonly contact: string | undefined;
  readonly externalAccount: ExternalAccount | undefined;
  /** With one, names are proven by DNS; without, by HTTP. */
  readonly dns: DnsPublisher | undefined;
}
