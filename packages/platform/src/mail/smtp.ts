import { createTransport } from 'nodemailer';
import { asMessage, type Sender } from './message.ts';
import type { SmtpPeer } from './smtp-url.ts';
import type { Delivery, MailTransport } from './transport.ts';

const CONNECTIONS = 4;
const PATIENCE_MS = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000, dnsTimeout: 15_000 };

export function createSmtpTransport(input: {
  readonly peer: SmtpPeer;
  readonly from: Sender;
  /** PEM; for a peer whose certificate comes from a private authority. Certificates are always verified. */
  readonly certificateAuthorities?: string;
}): MailTransport {
  const { host, port, tls, credentials } = input.peer;
  const transporter = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'none',
    tls: { minVersion: 'TLSv1.2', ...(input.certificateAuthorities !== undefined && { ca: input.certificateAuthorities }) },
    ...(credentials && { auth: { user: credentials.user, pass: credentials.password.reveal() } }),
    ...PATIENCE_MS,
  });
  return {
    deliver: async ({ id, mail }) => {
      try {
        await transporter.sendMail(asMessage({ id, mail, from: input.from }));
        return { outcome: 'sent' };
      } catch (error) {
        return judgeFailure(error);
      }
    },
    close: () => {
      transporter.close();
      return Promise.resolve();
    },
  };
}

/** What nodemailer says of a failure: the step that failed and what the peer answered. */
interface SmtpFailure {
  readonly code?: unknown;
  readonly responseCode?: unknown;
}

/** The steps in which a peer speaks of this mail; in all others it speaks of us. */
const ABOUT_THE_MAIL: readonly unknown[] = ['EENVELOPE', 'EMESSAGE'];

/** RFC 5321 §4.2.1: 5yz is a refusal for good, but a wrong password of ours (535) must not lose other people's mail. */
function judgeFailure(error: unknown): Delivery {
  const { code, responseCode }: SmtpFailure = error instanceof Error ? (error as Error & SmtpFailure) : {};
  const isForGood = typeof responseCode === 'number' && responseCode >= 500 && ABOUT_THE_MAIL.includes(code);
  return { outcome: isForGood ? 'refused' : 'deferred', reason: reasonOf(error) };
}

/** One line of what the peer said, without links: a filter for spam may quote the very link that must not be kept. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unknown fault';
  return message
    .replaceAll(/\S+(?::\/\/|#)\S+/g, '[link]')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 300);
}
