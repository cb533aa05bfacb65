import {
  type Bytes,
  closedContactMessage,
  encodeContact,
  type RevokeOutcome,
  type SoftToken,
  type TokenIdentity,
} from '@sallyport/protocol';
import { ask, type QuestionPorts } from './question.ts';

/**
 * What a closed or locked token asks: whether it was revoked. It holds no key of its server's, so that of the answer it
 * believes a notice signed by the pinned issuer and nothing else; not the time either.
 */
export interface ClosedContactPorts extends QuestionPorts {
  /** K_dev: ECDSA P-256 with SHA-256, `r || s`; undefined when it is no longer there. */
  readonly sign: (message: Uint8Array) => Promise<Bytes | undefined>;
  readonly inTurn: <Outcome>(work: () => Promise<Outcome>) => Promise<Outcome>;
}

export async function closedContact(
  token: Pick<SoftToken, 'revoke'>,
  identity: Pick<TokenIdentity, 'tokenId' | 'epoch'>,
  ports: ClosedContactPorts,
): Promise<'revoked' | 'nothing-new' | 'unheard'> {
  const heard = await ask(
    {
      ...identity,
      skewMs: 0,
      wish: 0,
      prove: async (facts) => {
        const signature = await ports.sign(closedContactMessage(facts));
        return signature && encodeContact(facts, { kind: 'signature', signature });
      },
      believe: (_, { mac }) => Promise.resolve(mac === undefined),
    },
    ports,
  );
  if (heard.kind !== 'heard') return 'unheard';
  const { revocation } = heard.answer;
  if (revocation === undefined) return 'nothing-new';
  const outcome: RevokeOutcome = await ports.inTurn(() => token.revoke(revocation));
  return outcome.kind === 'revoked' ? 'revoked' : 'nothing-new';
}
