import { type Bytes, concat, toHex, utf8 } from '../bytes.ts';
import { hmacSha256, sha256 } from '../key-schedule.ts';
import type { PrfAnswer, PrfAuthenticator, PrfQuestion } from '../ports.ts';
import type { AuthenticatorProtection } from '../soft-token/protection.ts';
import { seededRandomness } from './surroundings.ts';

/** What the platform's authenticator does with the next questions: answers, or says no, or is not there. */
type Mood = 'willing' | 'cancelled' | 'unavailable';

/**
 * An authenticator with the PRF of WebAuthn Level 3, section 10.1.4: HMAC-SHA-256 under a secret of the credential, over
 * `SHA-256("WebAuthn PRF" || 0x00 || input)`. It keeps one secret for each credential id, and all that it was asked.
 */
export class SoftwareAuthenticator implements PrfAuthenticator {
  mood: Mood = 'willing';
  readonly asked: PrfQuestion[] = [];
  /** The very octets that were given out, to see whether they were wiped. */
  readonly given: Bytes[] = [];
  readonly #secrets = new Map<string, Bytes>();

  /** A new credential; the same name, the same octets. */
  register(name = 'credential', opens: 'with-pin' | 'alone-too' = 'with-pin'): AuthenticatorProtection {
    const random = seededRandomness(name);
    const credentialId = random.bytes(32);
    this.#secrets.set(toHex(credentialId), random.bytes(32));
    return { kind: 'pin-and-authenticator', credentialId, relyingPartyId: 'token.example', opensAlone: opens === 'alone-too' };
  }

  /** For vectors. @throws Error for a credential it does not know. */
  secretOf({ credentialId }: AuthenticatorProtection): Bytes {
    const secret = this.#secrets.get(toHex(credentialId));
    if (secret === undefined) throw new Error('no such credential');
    return secret;
  }

  /** Its owner has removed it in the settings of the device. */
  forget({ credentialId }: AuthenticatorProtection): void {
    this.#secrets.delete(toHex(credentialId));
  }

  async evaluate(question: PrfQuestion): Promise<PrfAnswer> {
    this.asked.push(question);
    await Promise.resolve();
    const secret = this.#secrets.get(toHex(question.credentialId));
    if (this.mood !== 'willing') return { kind: this.mood };
    // As platforms do: what is not there looks like a person who said no.
    if (secret === undefined) return { kind: 'cancelled' };
    const outputs = question.inputs.map((input) => hmacSha256(secret, sha256(concat(utf8('WebAuthn PRF\0'), input))));
    this.given.push(...outputs);
    return { kind: 'outputs', outputs };
  }
}
