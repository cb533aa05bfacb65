import { DAY_SECONDS } from '../instant.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { ApprovalRule, CertificateProfile, LeafPurpose, NameRules } from './profile.ts';

/** What an operator chooses for certificates that only their own people and machines trust. */
export interface PrivateProfileChoice {
  readonly id: string;
  readonly maximumLifetimeDays: number;
  readonly usualLifetimeDays: number;
  readonly validationReuseDays: number;
  readonly purposes: readonly LeafPurpose[];
  readonly approvals: CertificateProfile['approvals'];
  readonly names?: Partial<NameRules>;
  readonly subjectFields?: CertificateProfile['subjectFields'];
}

export type ProfileMistake = { readonly code: 'profile-malformed'; readonly field: keyof PrivateProfileChoice };

/** Ten years: longer than any key of today should be trusted, and far below what a date can hold. */
const MAX_DAYS = 3650;
const NAMES: NameRules = { maximum: 100, wildcards: 'accepted', addresses: 'accepted', singleLabels: 'accepted' };

/** Every mistake at once, so that an operator corrects them in one go. */
export function privateProfile(choice: PrivateProfileChoice): Result<CertificateProfile, readonly ProfileMistake[]> {
  const mistakes = mistakesIn(choice);
  if (mistakes.length > 0) return refuse(mistakes.map((field) => ({ code: 'profile-malformed', field })));
  return ok({
    id: choice.id,
    trust: 'private',
    lifetimeDays: [{ from: 0, days: choice.maximumLifetimeDays }],
    usualLifetimeDays: choice.usualLifetimeDays,
    validationReuseDays: [{ from: 0, days: choice.validationReuseDays }],
    keys: { rsaMinimumBits: 2048, rsaMaximumBits: 8192, curves: ['P-256', 'P-384', 'P-521'], ed25519: 'accepted' },
    keyUsages: ['digitalSignature', 'keyEncipherment'],
    purposes: choice.purposes,
    names: { ...NAMES, ...choice.names },
    subjectFields: choice.subjectFields ?? ['country', 'stateOrProvince', 'locality', 'organization', 'organizationalUnit', 'commonName'],
    policies: [],
    approvals: choice.approvals,
    shortLivedPointers: 'absent',
    revocation: { urgentSeconds: DAY_SECONDS, otherSeconds: 5 * DAY_SECONDS },
    backdateSeconds: 300,
  });
}

function mistakesIn(choice: PrivateProfileChoice): readonly (keyof PrivateProfileChoice)[] {
  const { maximumLifetimeDays: maximum, usualLifetimeDays: usual, approvals, names } = choice;
  const checks: readonly (readonly [keyof PrivateProfileChoice, boolean])[] = [
    ['id', /^[a-z0-9]+(-[a-z0-9]+)*$/.test(choice.id) && choice.id.length <= 64],
    ['maximumLifetimeDays', isWhole(maximum) && maximum >= 1 && maximum <= MAX_DAYS],
    ['usualLifetimeDays', isWhole(usual) && usual >= 1 && usual <= maximum],
    [
      'validationReuseDays',
      isWhole(choice.validationReuseDays) && choice.validationReuseDays >= 0 && choice.validationReuseDays <= MAX_DAYS,
    ],
    ['purposes', choice.purposes.length > 0 && new Set(choice.purposes).size === choice.purposes.length],
    ['approvals', [approvals.issue, approvals.revoke].every(isRule)],
    ['names', names?.maximum === undefined || (isWhole(names.maximum) && names.maximum >= 1 && names.maximum <= 100)],
  ];
  return checks.filter(([, isGood]) => !isGood).map(([field]) => field);
}

function isRule({ needed, of }: ApprovalRule): boolean {
  return isWhole(needed) && isWhole(of) && needed >= 0 && needed <= of && of <= 20;
}

const isWhole = Number.isSafeInteger;
