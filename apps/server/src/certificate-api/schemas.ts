import {
  type ChosenReason,
  MANY_ACTS,
  NOTICE_ADDRESSES_MAX,
  REVOCATION_REASONS,
  ROLES,
  SCOPES,
  STATUSES,
  WEBHOOK_OCCASIONS,
} from '@sallyport/certificates';
import { type Static, type TObject, type TSchema, Type } from 'typebox';

/** What goes in and out, by name: the same schemas check requests, filter answers and stand in the description. */

/** What is not declared neither comes in nor goes out. */
export const CLOSED = { additionalProperties: false } as const;

export const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{21}[AQgw]$', description: '22 characters of base64url.' });
export const Instant = Type.String({ format: 'date-time', description: 'RFC 3339, in UTC.' });
export const Names = Type.Array(Type.String({ maxLength: 253 }), { description: 'DNS names in A-labels, and addresses.' });

/** As the description names them, with the words in which they are listed. */
export function oneOf<const Word extends string>(words: readonly Word[], description?: string) {
  return Type.Unsafe<Word>({ type: 'string', enum: [...words], ...(description === undefined ? {} : { description }) });
}

export const Status = oneOf(STATUSES);
export const RoleName = oneOf(ROLES);
export const ReasonName = oneOf(
  Object.keys(REVOCATION_REASONS) as ChosenReason[],
  'Published with the revocation (RFC 5280 section 5.3.1).',
);

const COMPONENTS: TSchema[] = [];

/** Stands once in the description, under its name. */
function component<Schema extends TObject>(name: string, schema: Schema) {
  COMPONENTS.push({ ...schema, $id: name });
  return Type.Unsafe<Static<Schema>>({ $ref: `${name}#` });
}

export const Finding = component('LintFinding', Type.Object({ rule: Type.String(), severity: oneOf(['error', 'warning']) }, CLOSED));

const LISTED = {
  id: Id,
  status: Status,
  names: Names,
  profile: Type.String(),
  key: Type.String({ description: 'What kind of key: `P-256`, `RSA 2048`.' }),
  requestedBy: Type.String({ description: 'The identifier of a person.' }),
  requestedAt: Instant,
  serial: Type.Optional(Type.String({ description: 'Hexadecimal; there is none before it is issued.' })),
  notBefore: Type.Optional(Instant),
  notAfter: Type.Optional(Instant),
  reason: Type.Optional(Type.String({ description: 'Why it was declined or failed.' })),
  origin: oneOf(['request', 'renewal', 'reissue', 'import'], 'import: somebody else issued it, and only they can revoke it.'),
  issuer: Type.Optional(Type.String({ description: 'Of an imported one: who issued it, as it says itself.' })),
} as const;

export const ListedCertificate = component('ListedCertificate', Type.Object(LISTED, CLOSED));

export const FoundCertificate = component(
  'FoundCertificate',
  Type.Object(
    {
      ...LISTED,
      fields: Type.Array(Type.Object({ id: Id, value: Type.String() }, CLOSED), {
        description: 'Those fields of the organisation in which something stands.',
      }),
    },
    CLOSED,
  ),
);

export const NoticeAddresses = Type.Array(Type.String({ maxLength: 254 }), {
  maxItems: NOTICE_ADDRESSES_MAX,
  description: 'Who else is told by mail when it is issued, ends or is revoked.',
});

const Linked = Type.Object(
  {
    id: Id,
    status: Status,
    overlapHours: Type.Optional(Type.Integer({ description: 'Of a reissue: for so long after its issue the one before works too.' })),
  },
  CLOSED,
);

const Elsewhere = Type.Object(
  {
    problem: Type.Optional(Type.String({ description: 'Why the issue does not go on at this moment: `acme/…`.' })),
    revocationToldAt: Type.Optional({ ...Instant, description: 'When the CA confirmed the revocation.' }),
    revocationProblem: Type.Optional(Type.String({ description: 'Why the CA does not know of the revocation yet: `acme/…`.' })),
  },
  { ...CLOSED, description: 'Of a certificate of a CA elsewhere.' },
);

const Words = Type.Array(
  Type.Object({ person: Type.String(), decision: oneOf(['approve', 'decline']), reason: Type.String(), at: Instant }, CLOSED),
);

export const Certificate = component(
  'Certificate',
  Type.Object(
    {
      ...LISTED,
      requester: Type.String({ description: 'Their name.' }),
      noticeAddresses: NoticeAddresses,
      fields: Type.Array(Type.Object({ id: Id, name: Type.String(), value: Type.Optional(Type.String()) }, CLOSED), {
        description: 'The fields of the organisation, with what stands in them.',
      }),
      note: Type.String(),
      lifetimeDays: Type.Integer(),
      sha256: Type.Optional(Type.String({ description: 'Of the certificate, hexadecimal.' })),
      pem: Type.Optional(Type.String({ description: 'The certificate alone; its chain is among its files.' })),
      revoked: Type.Optional(Type.Object({ at: Instant, reason: Type.String() }, CLOSED)),
      revokedFrom: Type.Optional({ ...Instant, description: 'It was reissued: then it is revoked by itself.' }),
      predecessor: Type.Optional({ ...Linked, description: 'The one whose place it takes.' }),
      successor: Type.Optional({ ...Linked, description: 'The one that has its place, or is to have it.' }),
      unproven: { ...Names, description: 'Names for which nobody vouches, of what waits for that or has failed for it.' },
      elsewhere: Type.Optional(Elsewhere),
      approvalsNeeded: Type.Integer(),
      approvals: Words,
      revocationWish: Type.Optional(
        Type.Object(
          {
            id: Id,
            state: oneOf(['OPEN', 'AGREED', 'DECLINED']),
            asker: Type.String(),
            askedAt: Instant,
            reason: Type.String(),
            approvalsNeeded: Type.Integer(),
            approvals: Words,
          },
          { ...CLOSED, description: 'A revocation that others must agree to.' },
        ),
      ),
      findings: Type.Array(Finding),
      events: Type.Array(
        Type.Object(
          {
            at: Instant,
            what: Type.String(),
            person: Type.Optional(Type.String({ description: 'Absent: the machine.' })),
            note: Type.String(),
          },
          CLOSED,
        ),
      ),
    },
    CLOSED,
  ),
);

export const ProofMethodName = oneOf(['dns', 'file']);

export const Found = Type.Array(Type.Object({ observer: Type.String(), what: Type.String() }, CLOSED), {
  description: 'What each observer saw of the proof when it was last looked for.',
});

export const Domain = component(
  'Domain',
  Type.Object(
    {
      id: Id,
      name: Type.String(),
      state: oneOf(['pending', 'verified', 'expiring', 'expired', 'declined']),
      verifiedAt: Type.Optional(Instant),
      verifiedBy: Type.Optional(ProofMethodName),
      reuse: Type.Array(Type.Object({ profile: Type.String(), until: Instant }, CLOSED)),
      proof: Type.Optional(
        Type.Object(
          {
            method: ProofMethodName,
            place: Type.String({ description: 'The name of the TXT record, or the address of the file.' }),
            value: Type.String({ description: 'What must stand there, and nothing else.' }),
            until: Instant,
          },
          { ...CLOSED, description: 'What is to be published; absent when there is nothing to prove.' },
        ),
      ),
      checkedAt: Type.Optional(Instant),
      found: Found,
      declined: Type.Optional(Type.Object({ reason: Type.String(), by: oneOf(['organisation', 'operator']) }, CLOSED)),
    },
    CLOSED,
  ),
);

export const OccasionName = oneOf(WEBHOOK_OCCASIONS);

const LISTED_WEBHOOK = {
  id: Id,
  url: Type.String(),
  occasions: Type.Array(Type.String(), { description: 'What it is told of.' }),
  state: oneOf(['ACTIVE', 'GONE'], 'GONE: its receiver has said that it is no more.'),
  addedAt: Instant,
  waiting: Type.Integer({ description: 'Messages that wait for a try.' }),
  dead: Type.Integer({ description: 'Messages that nobody has taken.' }),
} as const;

export const ListedWebhook = component('ListedWebhook', Type.Object(LISTED_WEBHOOK, CLOSED));

export const Fault = Type.String({ description: 'Why a message was not taken: `status-503`, or why there was no answer.' });

export const Webhook = component(
  'Webhook',
  Type.Object(
    {
      ...LISTED_WEBHOOK,
      messages: Type.Array(
        Type.Object(
          {
            id: Type.String(),
            occasion: Type.String(),
            state: oneOf(['WAITING', 'DELIVERED', 'DEAD']),
            madeAt: Instant,
            tries: Type.Integer(),
            nextTryAt: Type.Optional(Instant),
            fault: Type.Optional(Fault),
          },
          CLOSED,
        ),
        { description: 'The latest.' },
      ),
    },
    CLOSED,
  ),
);

export const NoticeChoice = Type.Object(
  {
    scope: oneOf(['own', 'all', 'none'], 'Of which certificates: those they asked for, all of the organisation, none.'),
    pace: oneOf(['each', 'daily'], 'A mail for what happens, at once; or one a day for all of it.'),
    approvals: oneOf(['tell', 'silent'], 'Of requests that wait for their word.'),
  },
  CLOSED,
);

export const PersonEntry = component(
  'Person',
  Type.Object({ id: Type.String(), name: Type.String(), mail: Type.Optional(Type.String()), roles: Type.Array(RoleName) }, CLOSED),
);

export const Profile = component(
  'Profile',
  Type.Object(
    {
      id: Type.String(),
      trust: oneOf(['private', 'public']),
      purposes: Type.Array(Type.String()),
      maximumLifetimeDays: Type.Integer(),
      usualLifetimeDays: Type.Integer(),
      maximumNames: Type.Integer(),
      approvalsToIssue: Type.Integer(),
      approvalsToRevoke: Type.Integer(),
    },
    CLOSED,
  ),
);

const Details = Type.Object(
  {
    roles: Type.Optional(Type.Array(RoleName, { description: 'One of these would do.' })),
    scopes: Type.Optional(Type.Array(Type.String(), { description: 'The key would have to be allowed these.' })),
    texts: Type.Optional(Type.Array(Type.String(), { description: 'What of the request it is about.' })),
    status: Type.Optional(Status),
    limit: Type.Optional(Type.Integer()),
    until: Type.Optional(Instant),
    because: Type.Optional(Type.Array(Type.String(), { description: 'More exactly, from further lists.' })),
  },
  CLOSED,
);

export const Report = component(
  'Report',
  Type.Object(
    {
      id: Id,
      act: oneOf([...MANY_ACTS, 'import']),
      rows: Type.Array(
        Type.Object(
          {
            outcome: oneOf(['done', 'asked', 'refused'], 'asked: others must agree.'),
            certificate: Type.Optional({ ...Id, description: 'Which one; absent for what was not brought in.' }),
            file: Type.Optional(Type.String({ description: 'Of an import: the name it was given.' })),
            place: Type.Optional(Type.Integer({ description: 'Of an import: which one in the file, from 1; 0 for the file as a whole.' })),
            name: Type.Optional(Type.String({ description: 'Of an import: its first name, where that could be read.' })),
            code: Type.Optional(Type.String({ description: 'Why it was refused: the code of a problem, or what is wrong with a file.' })),
            details: Type.Optional(Details),
          },
          CLOSED,
        ),
        { description: 'One for each.' },
      ),
    },
    CLOSED,
  ),
);

/** RFC 9457. Titles are left out: the type says the same to a program, and `detail` more to a person. */
export const Problem = component(
  'Problem',
  Type.Object(
    {
      type: Type.String({ description: '`urn:sallyport:problem:` and the code.' }),
      status: Type.Integer(),
      code: Type.String({ description: 'What is wrong, from a list that only grows.' }),
      detail: Type.String({ description: 'For people: what is wrong, and what to do next.' }),
      instance: Type.String({ description: 'Names this request in the log.' }),
      details: Type.Optional(Details),
      errors: Type.Optional(
        Type.Array(Type.Object({ at: Type.String({ description: 'A JSON pointer.' }), says: Type.String() }, CLOSED), {
          description: 'Where the request is not what its schema says.',
        }),
      ),
    },
    CLOSED,
  ),
);
export type Problem = Static<typeof Problem>;

export const ScopeName = oneOf(SCOPES);

export const components: readonly TSchema[] = COMPONENTS;

export function moment(instant: number): string {
  return new Date(instant).toISOString();
}
