import type { Secret } from '../secret.ts';
import type { EmailAddress } from './mail.ts';
import type { MailTransport } from './transport.ts';

export interface SmtpPeer {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first octet. `required`: STARTTLS or nothing. `none`: plain; only a loopback peer, or one asked for by name. */
  readonly tls: 'implicit' | 'required' | 'none';
  readonly credentials?: { readonly user: string; readonly password: Secret<string> };
}

/**
 * Reads `smtps://user:password@host:465`, `smtp://host:587` (STARTTLS required, unless the host is this machine) or
 * `smtp://host:25?tls=none` (plain; never together with credentials). Answers what is wrong otherwise, without showing the password.
 */
export declare function parseSmtpUrl(text: string): SmtpPeer | { readonly wrong: string };

export declare function createSmtpTransport(input: {
  readonly peer: SmtpPeer;
  readonly from: { readonly name: string; readonly address: EmailAddress };
  /** PEM; for a peer whose certificate comes from a private authority. Certificates are always verified. */
  readonly certificateAuthorities?: string;
}): MailTransport;
