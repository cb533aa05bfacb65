import { combinations } from '../combinations.ts';
import type { Instant } from '@sallyport/platform';
import { type AssuranceLevel, type Factor, type Proof, assuranceOf, isFresh } from '../assurance/rules.ts';
import type { DelayId, TokenId } from '../identifiers.ts';

/**
 * What proofs open in recovery, computed in one place. Whatever can move a credential to another device needs level 2, or two ways that do not hang on each other; what
 * unlocks a token only gives back what that token gave.
 */

/** `classic`: password and questions. `modern`: no questions. `strict`: two independent ways, and a delay that every address is told of. */
export type RecoveryPreset = 'classic' | 'modern' | 'strict';

export const RECOVERY_PRESETS = ['classic', 'modern', 'strict'] as const satisfies readonly RecoveryPreset[];

export type RecoveryAct =
  /** The locked token itself, by its PIN Reset Code, is proved besides. */
  | 'unlock-token'
  | 'temporary-access'
  /** A token, a passkey, recovery codes, an address. */
  | 'replace-credential'
  | 'reset-password';

export const RECOVERY_ACTS = [
  'unlock-token',
  'temporary-access',
  'replace-credential',
  'reset-password',
] as const satisfies readonly RecoveryAct[];

export type RecoveryVerdict =
  /** `waited`: because it was waited for; that is used up by the act. */
  | { readonly kind: 'allowed'; readonly waited?: DelayId }
  /** Allowed once this long has passed since it was asked for, unless somebody at one of the addresses cancels it. */
  | { readonly kind: 'after-delay'; readonly delayMs: number }
  /** Each list is enough, given besides, to make it allowed or to start the delay; none of them is longer than it must be. */
  | { readonly kind: 'needed'; readonly oneOf: readonly (readonly Factor[])[] };

/** A verdict that opens. */
export type Opening = Exclude<RecoveryVerdict, { kind: 'needed' }>;

export interface RecoveryRequest {
  readonly act: RecoveryAct;
  readonly preset: RecoveryPreset;
  readonly proofs: readonly Proof[];
  readonly now: Instant;
  /** Proofs older than this do not count: recovery wants them given now. */
  readonly freshProofMs: number;
  /** The token that is to be repaired or replaced: its own one-time password does not count for it. */
  readonly repairing?: TokenId | undefined;
  /** When a mail last set the password: for three days after, a mailed code adds nothing to it. */
  readonly passwordByMailAt?: Instant | undefined;
}

interface PresetRules {
  /** What a factor must be, to count at all. */
  readonly accepts: (factor: Factor) => boolean;
  /** What suffices beside the password to unlock a token; undefined: only what opens everything else too. */
  readonly unlockBeside: ReadonlySet<Factor> | undefined;
  /** Whether whoever reads the mail may set a new password by that alone. It opens level 1 and no more. */
  readonly mailResetsPassword: boolean;
  /** Before an act that hangs on something else than everyday authenticators. */
  readonly delayMs: number;
  /** Before an act that hangs on a colleague's word. */
  readonly contactDelayMs: number;
}

const HOUR = 60 * 60 * 1000;
/**
 * A stolen telephone has the locked token and, more often than not, the mail: a password set by mail and a code from the same mail would unlock it. The owner
 * has this long to read of the new password.
 */
const MAIL_REST_MS = 72 * HOUR;

const BESIDE_PASSWORD: readonly Factor[] = [
  'soft-token-otp',
  'recovery-code',
  'passkey',
  'passkey-verified',
  'temporary-access-code',
  'mailed-code',
  'recovery-contact',
];

const PRESETS: Readonly<Record<RecoveryPreset, PresetRules>> = {
  classic: {
    accepts: () => true,
    unlockBeside: new Set<Factor>(['questions', ...BESIDE_PASSWORD]),
    mailResetsPassword: true,
    delayMs: 0,
    contactDelayMs: 8 * HOUR,
  },
  modern: {
    accepts: (factor) => factor !== 'questions',
    unlockBeside: new Set(BESIDE_PASSWORD),
    mailResetsPassword: true,
    delayMs: 0,
    contactDelayMs: 8 * HOUR,
  },
  strict: {
    accepts: (factor) => factor !== 'questions',
    unlockBeside: undefined,
    mailResetsPassword: false,
    delayMs: 24 * HOUR,
    contactDelayMs: 24 * HOUR,
  },
};

/**
 * By which of the ways a factor comes. The password, the questions and the mail are one: whoever reads the mail sets the password, and both other are knowledge. The PIN Reset
 * Code is none: whoever found the locked device has it.
 */
type Way = 'knowledge-or-mail' | 'soft-token' | 'recovery-code' | 'passkey' | 'issued-code' | 'contact';

const WAYS: Readonly<Record<Factor, Way | undefined>> = {
  password: 'knowledge-or-mail',
  questions: 'knowledge-or-mail',
  'mailed-code': 'knowledge-or-mail',
  'soft-token-otp': 'soft-token',
  'recovery-code': 'recovery-code',
  passkey: 'passkey',
  'passkey-verified': 'passkey',
  'temporary-access-code': 'issued-code',
  'recovery-contact': 'contact',
  'pin-reset-code': undefined,
};

/** What people sign in with every day; an act that needs nothing else waits for nothing. */
const EVERYDAY: ReadonlySet<Factor> = new Set(['password', 'soft-token-otp', 'passkey', 'passkey-verified']);

/** How many of these factors do not hang on each other. */
export function independentWays(factors: readonly Factor[]): number {
  return new Set(factors.flatMap((factor) => WAYS[factor] ?? [])).size;
}

export function judgeRecovery(request: RecoveryRequest): RecoveryVerdict {
  return openedBy(request) ?? { kind: 'needed', oneOf: stillNeeded(request, countedFactors(request)) };
}

/** The same for whoever does not ask what is still missing: undefined when these proofs do not suffice. */
export function openedBy(request: RecoveryRequest): Opening | undefined {
  return judgeFactors(request, countedFactors(request));
}

function countedFactors(request: RecoveryRequest): readonly Factor[] {
  const { proofs, now, freshProofMs, repairing } = request;
  return proofs
    .filter((proof) => isFresh(proof, now, freshProofMs) && counts(request, proof.factor) && !isOwnWord(proof, repairing))
    .map((proof) => proof.factor);
}

function isOwnWord(proof: Proof, repairing: TokenId | undefined): boolean {
  return repairing !== undefined && proof.tokenId === repairing;
}

function counts({ act, preset, now, passwordByMailAt }: RecoveryRequest, factor: Factor): boolean {
  const rests = passwordByMailAt !== undefined && now - passwordByMailAt < MAIL_REST_MS;
  if (factor === 'mailed-code' && rests && act !== 'reset-password') return false;
  return isAcceptedFactor(preset, factor);
}

/** Whether the second proof of Self-Administration may be of this factor under this preset. */
export function isAcceptedFactor(preset: RecoveryPreset, factor: Factor): boolean {
  return PRESETS[preset].accepts(factor);
}

/** The level that factors amount to in recovery, by the one function that says so. */
function levelOf(factors: readonly Factor[]): AssuranceLevel {
  return assuranceOf(factors.map((factor) => ({ factor, at: 0, network: '' }))).level;
}

/** Undefined: not by these factors. Judged without a colleague's word first, and before that without what was saved or issued: nobody waits who need not. */
function judgeFactors({ act, preset }: RecoveryRequest, factors: readonly Factor[]): Opening | undefined {
  const rules = PRESETS[preset];
  const everyday = factors.filter((factor) => EVERYDAY.has(factor));
  if (opens(act, rules, everyday)) return { kind: 'allowed' };
  const ownWord = factors.filter((factor) => factor !== 'recovery-contact');
  if (opens(act, rules, ownWord)) return delayed(rules.delayMs);
  return opens(act, rules, factors) ? delayed(rules.contactDelayMs) : undefined;
}

function delayed(delayMs: number): Opening {
  return delayMs === 0 ? { kind: 'allowed' } : { kind: 'after-delay', delayMs };
}

function opens(act: RecoveryAct, rules: PresetRules, factors: readonly Factor[]): boolean {
  if (levelOf(factors) === 2 || independentWays(factors) >= 2) return true;
  switch (act) {
    case 'unlock-token': {
      const { unlockBeside } = rules;
      return unlockBeside !== undefined && factors.includes('password') && factors.some((factor) => unlockBeside.has(factor));
    }
    case 'reset-password':
      return rules.mailResetsPassword && factors.includes('mailed-code');
    case 'temporary-access':
    case 'replace-credential':
      return false;
  }
}

/** What the person may be asked for; the PIN Reset Code is asked for by its own page. */
const ASKABLE: readonly Factor[] = ['password', 'questions', ...BESIDE_PASSWORD];
const MOST_NEEDED = 2;

function stillNeeded(request: RecoveryRequest, given: readonly Factor[]): readonly (readonly Factor[])[] {
  const missing = ASKABLE.filter((factor) => !given.includes(factor) && counts(request, factor));
  const enough: (readonly Factor[])[] = [];
  for (let size = 1; size <= MOST_NEEDED; size += 1) {
    const larger = combinations(missing, size).filter(
      (more) => !enough.some((smaller) => smaller.every((factor) => more.includes(factor))),
    );
    enough.push(...larger.filter((more) => judgeFactors(request, [...given, ...more]) !== undefined));
  }
  return enough;
}

/** What each preset satisfies, for who chooses between them. `because` names the sentence in the catalogue. */
export interface PresetStanding {
  readonly standard: 'NIST SP 800-63B-4 §4.2' | 'OWASP ASVS 5 6.4.2';
  readonly satisfied: 'yes' | 'no';
  readonly because: 'questions-recover' | 'code-and-authenticator' | 'two-codes-and-notice' | 'no-questions';
}

/**
 * NIST SP 800-63B-4 §4.2 accepts saved codes, issued codes, recovery contacts and repeated proofing, and for AAL2 two of them or one beside an authenticator; questions are
 * none of them. OWASP ASVS 5 6.4.2: no password hints, no secret questions.
 */
export const PRESET_STANDINGS: Readonly<Record<RecoveryPreset, readonly PresetStanding[]>> = {
  classic: [
    { standard: 'NIST SP 800-63B-4 §4.2', satisfied: 'no', because: 'questions-recover' },
    { standard: 'OWASP ASVS 5 6.4.2', satisfied: 'no', because: 'questions-recover' },
  ],
  modern: [
    { standard: 'NIST SP 800-63B-4 §4.2', satisfied: 'yes', because: 'code-and-authenticator' },
    { standard: 'OWASP ASVS 5 6.4.2', satisfied: 'yes', because: 'no-questions' },
  ],
  strict: [
    { standard: 'NIST SP 800-63B-4 §4.2', satisfied: 'yes', because: 'two-codes-and-notice' },
    { standard: 'OWASP ASVS 5 6.4.2', satisfied: 'yes', because: 'no-questions' },
  ],
};
