import { listProfiles } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, Profile } from '../schemas.ts';

export const listProfilesOperation = operation({
  id: 'listProfiles',
  method: 'GET',
  path: '/profiles',
  tag: 'Profiles',
  summary: 'What can be asked for today',
  scope: 'look',
  answers: { status: 200, means: 'The profiles.', schema: Type.Object({ profiles: Type.Array(Profile) }, CLOSED) },
  run: async ({ certificates, person }) =>
    answer(await listProfiles(certificates, { person }), ({ profiles }) => ({
      profiles: profiles.map(({ profile, limits }) => ({
        id: profile.id,
        trust: profile.trust,
        purposes: [...profile.purposes],
        maximumLifetimeDays: limits.maximumLifetimeDays,
        usualLifetimeDays: limits.usualLifetimeDays,
        maximumNames: profile.names.maximum,
        approvalsToIssue: profile.approvals.issue.needed,
        approvalsToRevoke: profile.approvals.revoke.needed,
      })),
    })),
});
