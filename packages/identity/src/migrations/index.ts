import type { MigrationSet } from '@sallyport/platform';
import { accounts } from './0001-accounts.ts';
import { questions } from './0002-questions.ts';
import { softTokens } from './0003-soft-tokens.ts';
import { activationWays } from './0004-activation-ways.ts';
import { contactAndRekey } from './0005-contact-and-re-key.ts';
import { waysOfProof } from './0006-ways-of-proof.ts';
import { noticesAndFreeze } from './0007-notices-and-freeze.ts';
import { questionsByLanguage } from './0008-questions-by-language.ts';
import { promisedDeviceKey } from './0009-promised-device-key.ts';
import { passkeys } from './0010-passkeys.ts';
import { waitsAndVouching } from './0011-waits-and-vouching.ts';
import { rehearsals } from './0012-rehearsals.ts';

/** The tables of this room, to be opened with those of the others. */
export const identityMigrations: MigrationSet = {
  room: 'identity',
  migrations: [
    accounts,
    questions,
    softTokens,
    activationWays,
    contactAndRekey,
    waysOfProof,
    noticesAndFreeze,
    questionsByLanguage,
    promisedDeviceKey,
    passkeys,
    waitsAndVouching,
    rehearsals,
  ],
};
