import { base64 } from '@peculiar/utils/encoding';
import type { Issuer } from '../certificates/issuer.ts';
import { momentText } from '../ceremony/moment-text.ts';
import { type Deed, type Transcript, nextEntry, transcriptMessage } from '../ceremony/transcript.ts';
import type { Instant } from '../instant.ts';
import { equalOctets } from '../octets.ts';
import type { Cryptography, SigningKey } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { SignerRefusal } from './objection.ts';

/** Signs the lines of a ceremony's transcript and nothing else: what it signs begins with words that no certificate begins with. */
export interface TranscriptSigner {
  /** The line after these, with its end. Undefined: the first. */
  next(transcript: Transcript | undefined, step: { readonly deed: Deed; readonly now: Instant }): Promise<Result<string, SignerRefusal>>;
}

export function createTranscriptSigner(parts: {
  readonly key: SigningKey;
  readonly root: Issuer;
  readonly cryptography: Cryptography;
}): Result<TranscriptSigner, SignerRefusal> {
  const { key, root, cryptography } = parts;
  if (!equalOctets(key.publicKey, root.publicKey)) return refuse({ code: 'signer-key-mismatch' });
  return ok({
    next: async (transcript, { deed, now }) => {
      const entry = nextEntry(transcript, { at: momentText(now), deed });
      const message = transcriptMessage(entry);
      const signature = await key.sign(message);
      const { algorithm, publicKey } = key;
      if (!cryptography.signatureHolds({ publicKey, algorithm, message, signature })) return refuse({ code: 'signer-fault' });
      return ok(`${JSON.stringify({ ...entry, signature: base64.encode(signature) })}\n`);
    },
  });
}
