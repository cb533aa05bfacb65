import { type IdentityPorts, QUESTION_KEYS, QUESTION_WORDS, registerQuestions } from '@sallyport/identity';
import type { PasswordHash } from '@sallyport/platform';
import { Secret } from '@sallyport/platform';
import { BENCHMARK, createPeople, done, type Person } from './people.ts';
import { activateSoftToken } from './soft-tokens.ts';

/** Somebody whose soft token has locked itself: what they need to get it unlocked is in their head, in their browser and on the token's screen. */
export interface LockedPerson extends Person {
  readonly pinResetCode: string;
}

const REGISTERED = QUESTION_KEYS.slice(0, 5);

/** The answer to a question as its label asks it. @throws Error when nobody registered that. */
export function answerTo(words: string): string {
  const key = REGISTERED.find((candidate) => QUESTION_WORDS.en[candidate] === words);
  if (key === undefined) throw new Error(`nobody registered "${words}"`);
  return `the answer about ${key}`;
}

export async function createLockedPeople(given: IdentityPorts, count: number): Promise<readonly LockedPerson[]> {
  const ports = { ...given, passwordHasher: { ...given.passwordHasher, hash: hashingOnce(given) } };
  const people: LockedPerson[] = [];
  for (const person of await createPeople(ports, count)) {
    const answers = REGISTERED.map((key) => ({
      question: { kind: 'catalogue', key, language: 'en' } as const,
      answer: new Secret(answerTo(QUESTION_WORDS.en[key])),
    }));
    const visit = { address: person.address };
    const proof = { factor: 'password', at: ports.clock.now(), network: person.address } as const;
    done(await registerQuestions(ports, { ...person, proofs: [proof], answers, visit }));
    people.push({ ...person, pinResetCode: (await activateSoftToken(ports, person)).pinResetCode });
  }
  return people;
}

/** All have the same answers: each is hashed once, which changes nothing that is measured. */
function hashingOnce({ passwordHasher }: IdentityPorts): IdentityPorts['passwordHasher']['hash'] {
  const hashes = new Map<string, Promise<PasswordHash | 'busy'>>();
  return (secret) => {
    const hash = hashes.get(secret.reveal()) ?? passwordHasher.hash(secret, BENCHMARK);
    hashes.set(secret.reveal(), hash);
    return hash;
  };
}
