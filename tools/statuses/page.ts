import { STATUSES, TRANSITIONS, type Status, type StatusChange } from '@sallyport/certificates';

/** `docs/operate/certificate-statuses.md`, made from the one transition table: a drawing, and a table for those who read. */

const MEANS: Readonly<Record<Status, string>> = {
  PENDING: 'A name, or the organisation, is to be verified first.',
  PENDING_APPROVAL: 'Somebody other than the requester must agree.',
  APPROVED: 'Everybody needed has agreed; nothing is begun.',
  DECLINED: 'An approver said no, or the requester took it back. Nothing was signed.',
  ISSUING: 'Serial and intent are on record, or the order at a CA elsewhere is: from here on there may be a signature.',
  FAILED: 'It could not be issued, and says why.',
  ACTIVE: 'It is good until its end.',
  SUPERSEDED: 'Another one has taken its place; it still works.',
  REVOKED: 'For ever: nobody should rely on it.',
  EXPIRED: 'Its time is over.',
  DEACTIVATED: 'It left management, which is not revocation.',
};

const BY: Readonly<Record<StatusChange, string>> = {
  verify: 'the last name is proven',
  approve: 'enough have agreed',
  decline: 'declined, or taken back',
  begin: 'the issue begins',
  sign: 'it is signed',
  fail: 'it cannot be issued',
  supersede: 'another takes its place',
  revoke: 'revoked',
  expire: 'time',
  resume: 'a clock that was ahead is set right',
  deactivate: 'taken out of management',
};

interface Arrow {
  readonly from: Status;
  readonly change: StatusChange;
  readonly to: Status;
}

export function arrows(): readonly Arrow[] {
  return STATUSES.flatMap((from) =>
    (Object.entries(TRANSITIONS[from]) as [StatusChange, Status][]).map(([change, to]) => ({ from, change, to })),
  );
}

export function statusesPage(): string {
  const drawn = arrows();
  const ends = STATUSES.filter((status) => !drawn.some(({ from }) => from === status));
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `${[
    '# The statuses of a certificate',
    '',
    'Made from `packages/certificates/src/status/rules.ts` by `node tools/write-statuses.ts`, and held to it by a test. Every change is one conditional statement that names the status it starts',
    'from, so of two at the same moment one happens.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> PENDING: a name is unproven',
    '  [*] --> PENDING_APPROVAL: every name is proven',
    '  [*] --> APPROVED: and nobody need agree',
    ...drawn.map(({ from, change, to }) => `  ${from} --> ${to}: ${change}`),
    ...ends.map((status) => `  ${status} --> [*]`),
    '```',
    '',
    row(['Status', 'It means', 'What may come of it']),
    row(['---', '---', '---']),
    ...STATUSES.map((status) => {
      const next = drawn.filter(({ from }) => from === status).map(({ change, to }) => `${BY[change]}: ${to}`);
      return row([status, MEANS[status], next.length === 0 ? 'nothing' : next.join('; ')]);
    }),
  ].join('\n')}\n`;
}
