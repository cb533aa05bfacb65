import { activationPath, formatActivationLink, toBase64url, type TokenKeys } from '@sallyport/protocol';
import { generateReceiverKeys, openActivation, parseActivationRequest, type TokenGrant } from '@sallyport/protocol/activation';
import { systemRandomness } from '@sallyport/platform/device';
import type { ApiAnswer } from '@sallyport/token-client';

/** The server's half of one activation, out of the protocol's own functions. */
export interface SmallIssuer {
  readonly link: string;
  readonly grant: TokenGrant;
  /** `now`: the server's clock. */
  readonly answer: (path: string, body: object, now: number) => Promise<ApiAnswer>;
  /** Once it has answered. */
  readonly keys: () => TokenKeys | undefined;
}

const ORIGIN = 'https://token.example';

export async function smallIssuer(wish: Partial<TokenGrant> = {}): Promise<SmallIssuer> {
  const receiver = await generateReceiverKeys(systemRandomness);
  const activationId = systemRandomness.bytes(16);
  const presharedKey = systemRandomness.bytes(32);
  const grant: TokenGrant = {
    tokenId: systemRandomness.bytes(16),
    serial: 'ST-482-719-36',
    otp: { type: 'totp', algorithm: 'SHA256', digits: 6, period: 30, t0: 0, counter: 0, suite: undefined },
    policy: { maxAttempts: 5, minPinLength: 6, maxPinLength: 12, unlockDigits: 16, prfOnlyAllowed: false },
    issuer: 'Northwind Harbour Authority',
    label: 'Ada Quay',
    portal: 'https://self.example',
    issuerKey: undefined,
    ...wish,
  };
  let keys: TokenKeys | undefined;
  return {
    link: formatActivationLink(ORIGIN, { activationId, presharedKey, serverPublicKey: receiver.publicKey, apiOrigin: ORIGIN }),
    grant,
    keys: () => keys,
    answer: async (path, body, now) => {
      if (path !== activationPath(toBase64url(activationId))) return { kind: 'ok', json: undefined };
      const request = parseActivationRequest(body);
      if (!request.ok) throw new Error(request.error.code);
      const opened = await openActivation({ activationId, presharedKey, apiOrigin: ORIGIN, receiver, request: request.value });
      if (!opened.ok) throw new Error(opened.error.code);
      const answered = await opened.value.answer({ grant, now, randomness: systemRandomness });
      ({ keys } = answered);
      return { kind: 'ok', json: answered.reply };
    },
  };
}
