import type { CaaRecord } from '@sallyport/pki';
import type { OutboundPost, OutboundRefusalCode } from '@sallyport/platform';
import type { CertificatesPorts, Observer, Vantage } from '../index.ts';

/** The DNS and the web as one observer sees them; nothing is there until a test says so. */
export interface TestWorld {
  readonly vantage: Vantage;
  readonly texts: Map<string, readonly string[]>;
  /** CAA records by name; `failed`: a server that is broken. Asked for as `CAA example.test`. */
  readonly caa: Map<string, readonly CaaRecord[] | 'failed'>;
  /** By URL. */
  readonly files: Map<string, string>;
  /** What is behind the URLs of webhooks: a status, or why there is none. Nothing is, until a test says so. */
  readonly receivers: Map<string, number | OutboundRefusalCode>;
  readonly webhookSender: CertificatesPorts['webhookSender'];
  /** Everything that was sent, the oldest first. */
  readonly posted: OutboundPost[];
  /** Every name and URL that was asked for. */
  readonly asked: string[];
}

export function testWorld(): TestWorld {
  const texts = new Map<string, readonly string[]>();
  const caa: TestWorld['caa'] = new Map();
  const files = new Map<string, string>();
  const asked: string[] = [];
  const receivers: TestWorld['receivers'] = new Map();
  const posted: TestWorld['posted'] = [];
  const webhookSender: TestWorld['webhookSender'] = {
    post: (request) => {
      posted.push(request);
      const answer = receivers.get(request.url) ?? 'name-unknown';
      return Promise.resolve(
        typeof answer === 'number' ? { kind: 'answered', status: answer } : { kind: 'refused', code: answer, detail: '10.0.0.7' },
      );
    },
  };
  const observer: Observer = {
    name: 'here',
    resolver: {
      textsOf: async (name) => {
        asked.push(name);
        const values = texts.get(name);
        return values === undefined ? { kind: 'none' } : { kind: 'found', values };
      },
      caaOf: async (name) => {
        asked.push(`CAA ${name}`);
        const records = caa.get(name);
        if (records === undefined) return { kind: 'none' };
        return records === 'failed' ? { kind: 'failed' } : { kind: 'found', records };
      },
    },
    outbound: {
      get: async ({ url }) => {
        asked.push(url);
        const text = files.get(url);
        const body = new TextEncoder().encode(text ?? '');
        return { kind: 'answered', status: text === undefined ? 404 : 200, body };
      },
    },
  };
  return { vantage: { observers: [observer], quorum: 1 }, texts, caa, files, receivers, webhookSender, posted, asked };
}
