import {
  type Holding,
  RECOVERY_PRESETS,
  type RecoveryPreset,
  type Remedy,
  SITUATIONS,
  type Situation,
  type WaysBackRow,
  waysBackTable,
} from '@sallyport/identity';

const SITUATION_WORDS: Readonly<Record<Situation, string>> = {
  'token-locked': 'The token is locked',
  'pin-forgotten': 'The PIN is forgotten',
  'token-misplaced': 'The token is misplaced: left at home, or it will turn up',
  'token-lost': 'The token is lost or stolen',
  'token-broken': 'The device is broken, or the app on it',
  'new-device': 'A new telephone or computer',
  'out-of-sync': 'The one-time password is refused: the device’s clock is off',
  'password-forgotten': 'The password is forgotten',
};

const HOLDING_WORDS: Readonly<Record<Holding, string>> = {
  password: 'password',
  'soft-token-otp': 'a soft token that opens',
  'passkey-verified': 'passkey',
  questions: 'answers',
  'recovery-code': 'recovery code',
  'temporary-access-code': 'temporary access code',
  'mailed-code': 'mail',
  'recovery-contact': 'recovery contact',
};

const REMEDY_WORDS: Readonly<Record<Remedy, string>> = {
  'unlock-token': 'unlock the token',
  'temporary-access': 'temporary access',
  'revoke-token': 'revoke the token at once',
  'replace-token': 'activate another token',
  'check-clock': 'see how far the clock is off',
  'reset-password': 'set a new password by mail',
};

const PRESET_WORDS: Readonly<Record<RecoveryPreset, string>> = {
  classic: 'Password and questions unlock a token. The default.',
  modern: 'Questions are off.',
  strict: 'Two ways that do not hang on each other, and a delay that every address is told of.',
};

const HOUR_MS = 3_600_000;

/** `docs/operate/ways-back.md`, from the rules the pages use. */
export function waysBackPage(): string {
  return [
    '# Ways back',
    '',
    'What Self-Administration offers somebody in each situation, for everything they may still have. Written by `node tools/write-ways-back.ts` from the rules that the pages use; a test holds',
    'it fresh, and another that every combination is in it. Read a table from the top: the first row of which somebody has enough is theirs. A *soft token that opens* is another one of',
    'theirs, or the old one of somebody who changes devices. The PIN Reset Code of a locked token is asked for besides.',
    ...RECOVERY_PRESETS.flatMap(presetPart),
    '',
  ].join('\n');
}

function presetPart(preset: RecoveryPreset): readonly string[] {
  return [
    '',
    `## \`SALLYPORT_RECOVERY_POLICY=${preset}\``,
    '',
    PRESET_WORDS[preset],
    ...SITUATIONS.flatMap((situation) => situationPart(situation, preset)),
  ];
}

function situationPart(situation: Situation, preset: RecoveryPreset): readonly string[] {
  const rows = waysBackTable({ situation, preset }).map((row) => `| ${atLeastWords(row)} | ${wayWords(row)} | ${waitWords(row)} |`);
  return ['', `### ${SITUATION_WORDS[situation]}`, '', '| Who has at least | gets back by | after |', '|---|---|---|', ...rows];
}

function atLeastWords({ atLeast }: WaysBackRow): string {
  return atLeast.map((holds) => holds.map((holding) => HOLDING_WORDS[holding]).join(' + ') || 'nothing of all this').join('; or ');
}

function wayWords({ remedies, ends }: WaysBackRow): string {
  const words = remedies.map((remedy) => REMEDY_WORDS[remedy]);
  return [...words, ...(ends === 'support' ? ['support'] : [])].join(', then ');
}

function waitWords({ remedies, waitMs }: WaysBackRow): string {
  if (remedies.length === 0) return 'its opening hours';
  return waitMs === 0 ? 'at once' : `${String(waitMs / HOUR_MS)} hours, which every address can cancel`;
}
