import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Answer, decode, encode, type Packet } from 'dns-packet';
import { onTestFinished } from 'vitest';

export interface NameServer {
  /** As a setting wants it: `127.0.0.1:port`. */
  readonly address: string;
  /** `TXT example.test`, in the order asked. */
  readonly questions: readonly string[];
}

/** A DNS server on loopback that answers what the test says; undefined: nothing at all. It ends with the test. */
export async function nameServer(
  answer: (question: { readonly name: string; readonly type: string }) => Partial<Packet> | undefined,
): Promise<NameServer> {
  const questions: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (octets, from) => {
    const { id = 0, questions: asked = [] } = decode(octets);
    const [question] = asked;
    if (question === undefined) return;
    questions.push(`${question.type} ${question.name}`);
    const given = answer(question);
    if (given === undefined) return;
    socket.send(encode({ id, type: 'response', flags: RECURSIVE, questions: asked, ...given }), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return { address: `127.0.0.1:${String(socket.address().port)}`, questions };
}

/** RD and RA, and the codes of RFC 1035 section 4.1.1. */
const RECURSIVE = 0x0180;
export const NAME_UNKNOWN: Partial<Packet> = { flags: RECURSIVE | 3 };
export const SERVER_BROKEN: Partial<Packet> = { flags: RECURSIVE | 2 };

export function textRecords(name: string, ...values: readonly (string | string[])[]): Partial<Packet> {
  return { answers: values.map((data): Answer => ({ type: 'TXT', name, data })) };
}

/** Each of them critical. The types of the library know three tags; it writes any. */
export function caaRecords(name: string, values: readonly (readonly [tag: string, value: string])[]): Partial<Packet> {
  return {
    answers: values.map(([tag, value]): Answer => ({ type: 'CAA', name, data: { tag: tag as 'issue', value, issuerCritical: true } })),
  };
}
