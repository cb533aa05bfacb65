import type { CertificateView, LinkedCertificate } from '@sallyport/certificates';
import {
  type Bytes,
  type DecodedCertificate,
  LINT_RULES,
  type NameAttribute,
  colonHex,
  decodeCertificate,
  formatName,
  purposeName,
  toHex,
} from '@sallyport/pki';
import { ActionList, Actions, ButtonLink, Details, Heading, Notice, Panel, SummaryList, type SummaryRow, Table, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { nameOf, personalPage } from '../frame.tsx';
import { PATHS, actPath, certificatePath, describePath, filePath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { profileName } from '../profile-names.ts';
import { NameLines } from '../name-lines.tsx';
import { StatusBadge } from '../status-badge.tsx';
import { UnprovenNames } from '../unproven-names.tsx';
import { caaWords, elsewhereWords } from './elsewhere-words.ts';
import { filesOf, rootIn, stem } from './files.ts';
import { MakePkcs12 } from './make-pkcs12.tsx';
import { RevocationWish } from './revocation-wish.tsx';

export interface CertificatePageView {
  readonly person: PortalPerson;
  readonly certificate: CertificateView;
  /** Those above it, the issuing one first. */
  readonly chain: readonly Bytes[];
}

export function certificatePage(parts: PortalParts, { person, certificate, chain }: CertificatePageView): VNode {
  const title = nameOf(certificate);
  const decoded = certificate.der === undefined ? undefined : decoding(certificate.der);
  const isOurs = certificate.origin !== 'import';
  const isUsable = certificate.status === 'ACTIVE' || certificate.status === 'SUPERSEDED' || certificate.status === 'DEACTIVATED';
  return personalPage(
    parts,
    { person, section: PATHS.inventory },
    {
      title,
      width: 'wide',
      children: (
        <>
          <Heading lead={statusSentence(parts, certificate)}>{title}</Heading>
          <p>
            <StatusBadge parts={parts} status={certificate.status} />
            {isOurs ? null : <span class="badge"> {parts.messages('inventoryForeign')}</span>}
          </p>
          <UnprovenNames parts={parts} names={certificate.unproven} when={certificate.status === 'FAILED' ? 'failed' : 'waiting'} />
          <Acts parts={parts} person={person} certificate={certificate} />
          <Panel title={parts.messages('certificateFacts')}>
            <SummaryList rows={factsOf(parts, certificate)} />
          </Panel>
          <RevocationWish parts={parts} certificate={certificate} />
          <Described parts={parts} certificate={certificate} />
          {decoded === undefined ? null : (
            <>
              <Downloads parts={parts} certificate={certificate} chain={chain} />
              {isOurs ? <MakePkcs12 parts={parts} certificate={certificate} decoded={decoded} /> : null}
              {isUsable && isOurs ? <Install parts={parts} certificate={certificate} chain={chain} /> : null}
              <Panel title={parts.messages('decodedTitle')}>
                <SummaryList rows={decodedRows(parts, decoded)} />
              </Panel>
              {isOurs ? <Chain parts={parts} chain={[decoded, ...chain.map(decoding)]} /> : null}
              {isOurs && certificate.elsewhere === undefined ? <Lint parts={parts} certificate={certificate} /> : null}
            </>
          )}
          <History parts={parts} certificate={certificate} />
        </>
      ),
    },
  );
}

/** What the organisation notes beside it. */
function Described({
  parts: { messages },
  certificate,
}: {
  readonly parts: PortalParts;
  readonly certificate: CertificateView;
}): VNode | null {
  const { described, mayDescribe, certificateId } = certificate;
  if (described.length === 0) return null;
  return (
    <Panel title={messages('describeTitle')}>
      <SummaryList
        rows={described.map(({ field, value }) => ({
          label: field.name,
          value: value ?? <span class="quiet">{messages('fieldNothing')}</span>,
        }))}
      />
      {mayDescribe === 'no' ? null : (
        <Actions>
          <ButtonLink href={describePath(certificateId)} kind="secondary">
            {messages('describeAction')}
          </ButtonLink>
        </Actions>
      )}
    </Panel>
  );
}

/** What was signed here, or was read before it was brought in, can be read here. */
function decoding(der: Uint8Array): DecodedCertificate {
  const decoded = decodeCertificate(new Uint8Array(der));
  if (!decoded.ok) throw new Error(`a certificate that is kept cannot be read: ${decoded.error.code}`);
  return decoded.value;
}

function statusSentence({ messages }: PortalParts, { status, approvals, approvalsNeeded, revokedFrom, origin }: CertificateView): string {
  if (origin === 'import' && status === 'ACTIVE') return messages('foreignActive');
  if (status === 'SUPERSEDED' && revokedFrom !== undefined) return messages('statusSentenceOverlap');
  if (status !== 'PENDING_APPROVAL') return messages(`statusSentence.${status}`);
  const count = approvals.filter(({ decision }) => decision === 'approve').length;
  return messages('statusSentence.PENDING_APPROVAL', { needed: approvalsNeeded, count });
}

function Acts({ parts, person, certificate }: { readonly parts: PortalParts } & Omit<CertificatePageView, 'chain'>): VNode | null {
  const { messages } = parts;
  const { acts, certificateId } = certificate;
  if (acts.length === 0) return null;
  return (
    <div>
      <Actions>
        {acts.map((act, index) => (
          <ButtonLink key={act} href={actPath(act, certificateId)} kind={index === 0 && act !== 'revoke' ? 'primary' : 'secondary'}>
            {messages(`act.${act}`)}
          </ButtonLink>
        ))}
      </Actions>
      {person.level === 2 ? null : <p class="quiet acts-hint">{messages('actsSecondDoor')}</p>}
    </div>
  );
}

/** Of a decline somebody's own words; of a failed issue what can be done about it, or what the CA said. */
function reasonInWords(parts: PortalParts, { status }: CertificateView, reason: string): string {
  const { messages } = parts;
  if (status !== 'FAILED') return reason;
  if (reason === 'names-unproven') return messages('failedNamesUnproven');
  return caaWords(parts, reason) ?? elsewhereWords(parts, reason) ?? messages('failedBecause', { reason });
}

function factsOf(parts: PortalParts, certificate: CertificateView): readonly SummaryRow[] {
  const { messages } = parts;
  const { notBefore, notAfter, revoked, reason, serial, sha256, note, noticeAddresses } = certificate;
  const isForeign = certificate.origin === 'import';
  return [
    { label: messages('certificateNames'), value: <NameLines names={certificate.names} /> },
    { label: messages('certificateUse'), value: profileName(parts, certificate.profileId) },
    ...(notBefore === undefined ? [] : [{ label: messages('certificateBegins'), value: <Time at={notBefore} /> }]),
    ...(notAfter === undefined
      ? [{ label: messages('certificateLifetime'), value: messages('checkLifetimeDays', { days: certificate.lifetimeDays }) }]
      : [{ label: messages('certificateEnds'), value: <Time at={notAfter} /> }]),
    ...successionRows(parts, certificate),
    ...(revoked === undefined
      ? []
      : [
          { label: messages('certificateRevoked'), value: <Time at={revoked.at} /> },
          { label: messages('certificateReason'), value: messages(`reason.${revoked.reason}`) },
        ]),
    ...(reason === undefined ? [] : [{ label: messages('certificateReason'), value: reasonInWords(parts, certificate, reason) }]),
    ...elsewhereRows(parts, certificate),
    { label: messages('certificateKey'), value: certificate.keyName },
    { label: messages(isForeign ? 'foreignBrought' : 'certificateRequester'), value: certificate.requester },
    { label: messages(isForeign ? 'foreignBroughtAt' : 'certificateAsked'), value: <Time at={certificate.requestedAt} /> },
    ...(certificate.issuer === undefined ? [] : [{ label: messages('foreignIssuer'), value: certificate.issuer }]),
    ...(noticeAddresses.length === 0 ? [] : [{ label: messages('certificateAddresses'), value: <NameLines names={noticeAddresses} /> }]),
    ...(note === '' ? [] : [{ label: messages('certificateNote'), value: note }]),
    ...(serial === undefined ? [] : [{ label: messages('certificateSerial'), value: <Octets hex={serial} /> }]),
    ...(sha256 === undefined ? [] : [{ label: messages('certificateFingerprint'), value: <Octets hex={sha256} /> }]),
  ];
}

/** Which one was before it, which one comes after it, and what that means for either. */
function successionRows(parts: PortalParts, certificate: CertificateView): readonly SummaryRow[] {
  const { messages } = parts;
  const { predecessor, successor, revokedFrom, status } = certificate;
  // Once it is issued the page of the one before says the moment.
  const overlapHours = certificate.notAfter === undefined ? predecessor?.overlapHours : undefined;
  return [
    ...(predecessor === undefined
      ? []
      : [{ label: messages('certificatePredecessor'), value: <Linked parts={parts} of={certificate} to={predecessor} /> }]),
    ...(overlapHours === undefined
      ? []
      : [{ label: messages('certificateOverlap'), value: messages('certificateOverlapHours', { hours: overlapHours }) }]),
    ...(successor === undefined
      ? []
      : [{ label: messages('certificateSuccessor'), value: <Linked parts={parts} of={certificate} to={successor} /> }]),
    ...(revokedFrom === undefined || status === 'REVOKED'
      ? []
      : [{ label: messages('certificateRevokedFrom'), value: <Time at={revokedFrom} /> }]),
  ];
}

/** They have the same names, so it is the status that tells them apart. */
function Linked(props: { readonly parts: PortalParts; readonly of: CertificateView; readonly to: LinkedCertificate }): VNode {
  const { messages } = props.parts;
  return (
    <a href={certificatePath(props.to.certificateId)}>
      {messages('certificateLinked', { name: nameOf(props.of), status: messages(`status.${props.to.status}`) })}
    </a>
  );
}

/** What a CA elsewhere is waiting for, and whether it knows of the revocation. */
function elsewhereRows(parts: PortalParts, { status, elsewhere }: CertificateView): readonly SummaryRow[] {
  if (elsewhere === undefined) return [];
  const { messages, frame } = parts;
  const label = messages('elsewhereAuthority');
  const { problem, toldAt, tellProblem } = elsewhere;
  if (status === 'ISSUING' && problem !== undefined) return [{ label, value: elsewhereWords(parts, problem) ?? problem }];
  if (status !== 'REVOKED') return [];
  if (toldAt !== undefined) {
    const when = new Intl.DateTimeFormat(frame.language.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(toldAt);
    return [{ label, value: messages('elsewhereTold', { when }) }];
  }
  const words = tellProblem === undefined ? undefined : elsewhereWords(parts, tellProblem);
  return [{ label, value: [messages('elsewhereNotTold'), words ?? ''].join(' ').trim() }];
}

/** Compared octet by octet, so it may break after each. */
function Octets({ hex }: { readonly hex: string }): VNode {
  return <span class="octets">{colonHex(hex)}</span>;
}

interface IssuedProps {
  readonly parts: PortalParts;
  readonly certificate: CertificateView;
  readonly chain: readonly Bytes[];
}

function Downloads({ parts: { messages }, certificate, chain }: IssuedProps): VNode {
  const files = filesOf(certificate).filter((file) => file !== 'root.pem' || rootIn(chain) !== undefined);
  return (
    <Panel title={messages('downloadsTitle')}>
      <p>{messages('downloadsLead')}</p>
      <ActionList
        label={messages('downloadsTitle')}
        items={files.map((file) => ({
          href: filePath(certificate.certificateId, file),
          title: messages(`file.${file}`),
          description: messages(`fileHint.${file}`),
        }))}
      />
    </Panel>
  );
}

/** Lines to copy: programs read them, so they are in no catalogue. */
function Install({ parts: { messages }, certificate, chain }: IssuedProps): VNode {
  const name = stem(certificate.names);
  const fullChain = `/etc/ssl/${name}.full-chain.pem`;
  const key = `/etc/ssl/private/${name}.key.pem`;
  const host = certificate.names[0]?.replace('*', 'www') ?? '';
  return (
    <Panel title={messages('installTitle')}>
      <p>{messages('installLead')}</p>
      <Details summary={messages('installNginx')}>
        <Lines lines={[`ssl_certificate     ${fullChain};`, `ssl_certificate_key ${key};`]} label={messages('installNginx')} />
      </Details>
      <Details summary={messages('installApache')}>
        <Lines
          lines={['SSLEngine on', `SSLCertificateFile    ${fullChain}`, `SSLCertificateKeyFile ${key}`]}
          label={messages('installApache')}
        />
      </Details>
      <Details summary={messages('installHaproxy')}>
        <p>{messages('installHaproxyText')}</p>
        <Lines
          lines={[`cat ${name}.full-chain.pem ${name}.key.pem > ${name}.pem`, `bind :443 ssl crt /etc/haproxy/${name}.pem`]}
          label={messages('installHaproxy')}
        />
      </Details>
      <Details summary={messages('installJava')}>
        <p>{messages('installJavaText')}</p>
        <Lines
          lines={[`openssl pkcs12 -export -in ${name}.full-chain.pem -inkey ${name}.key.pem -name ${name} -out ${name}.p12`]}
          label={messages('installJava')}
        />
      </Details>
      {rootIn(chain) === undefined ? null : (
        <Details summary={messages('installClients')}>
          <p>{messages('installClientsText')}</p>
          <Lines
            lines={[`openssl s_client -connect ${host}:443 -servername ${host} -verify_return_error -CAfile root.pem`]}
            label={messages('installClients')}
          />
        </Details>
      )}
    </Panel>
  );
}

/** Scrolls by itself where it is too wide, so a keyboard must reach it. */
function Lines({ lines, label }: { readonly lines: readonly string[]; readonly label: string }): VNode {
  return (
    <pre class="lines" tabIndex={0} role="group" aria-label={label}>
      {lines.join('\n')}
    </pre>
  );
}

function nameText({ messages }: PortalParts, attributes: readonly NameAttribute[]): string {
  return formatName(attributes) || messages('decodedEmpty');
}

function decodedRows(parts: PortalParts, certificate: DecodedCertificate): readonly SummaryRow[] {
  const { messages, frame } = parts;
  const list = new Intl.ListFormat(frame.language.locale);
  const row = (label: string, values: readonly string[] | undefined): readonly SummaryRow[] =>
    values === undefined || values.length === 0 ? [] : [{ label, value: list.format(values) }];
  const octets = (label: string, value: Bytes | undefined): readonly SummaryRow[] =>
    value === undefined ? [] : [{ label, value: <Octets hex={toHex(value)} /> }];
  return [
    { label: messages('decodedSubject'), value: nameText(parts, certificate.subject) },
    { label: messages('decodedIssuer'), value: nameText(parts, certificate.issuer) },
    { label: messages('decodedAlgorithm'), value: certificate.signatureAlgorithm },
    ...row(
      messages('decodedUsages'),
      certificate.keyUsages?.map((usage) => usageName(parts, usage)),
    ),
    ...row(
      messages('decodedPurposes'),
      certificate.purposes?.map((purpose) => purposeWord(parts, purpose)),
    ),
    { label: messages('decodedCa'), value: messages(certificate.basicConstraints?.isCa === true ? 'decodedIsCa' : 'decodedNoCa') },
    ...octets(messages('decodedSubjectKey'), certificate.subjectKeyIdentifier),
    ...octets(messages('decodedAuthorityKey'), certificate.authorityKeyIdentifier),
    ...row(messages('decodedOcsp'), certificate.access?.ocspUrls),
    ...row(messages('decodedCrl'), certificate.crlUrls),
    ...row(messages('decodedIssuerAt'), certificate.access?.issuerUrls),
    ...row(messages('decodedPolicies'), certificate.policies),
  ];
}

const USAGES = ['digitalSignature', 'keyEncipherment', 'keyAgreement'] as const;
const PURPOSES = ['serverAuth', 'clientAuth'] as const;

function usageName({ messages }: PortalParts, usage: string): string {
  const known = USAGES.find((one) => one === usage);
  return known === undefined ? usage : messages(`usage.${known}`);
}

function purposeWord({ messages }: PortalParts, oid: string): string {
  const name = purposeName(oid);
  const known = PURPOSES.find((one) => one === name);
  return known === undefined ? name : messages(`purpose.${known}`);
}

function Chain({ parts, chain }: { readonly parts: PortalParts; readonly chain: readonly DecodedCertificate[] }): VNode {
  const { messages } = parts;
  return (
    <Panel>
      <Table
        caption={messages('chainTitle')}
        columns={[
          {
            title: messages('chainName'),
            cell: (one: DecodedCertificate) => (one === chain[0] ? messages('chainThis') : nameText(parts, one.subject)),
          },
          { title: messages('chainEnds'), cell: ({ validity }) => <Time at={validity.notAfter} show="date" /> },
        ]}
        rows={chain}
        rowKey={({ serialHex }) => serialHex}
        empty={null}
      />
    </Panel>
  );
}

function Lint({ parts: { messages }, certificate }: { readonly parts: PortalParts; readonly certificate: CertificateView }): VNode {
  const { findings } = certificate;
  if (findings.length === 0) return <Notice kind="success">{messages('lintGood')}</Notice>;
  return (
    <Notice kind="warning" title={messages('lintTitle')}>
      <ul class="plain-list">
        {findings.map(({ rule }) => (
          <li key={rule}>{messages('checkLintWarning', { rule, source: LINT_RULES[rule] })}</li>
        ))}
      </ul>
    </Notice>
  );
}

function History({ parts, certificate }: { readonly parts: PortalParts; readonly certificate: CertificateView }): VNode {
  const { messages } = parts;
  type Event = CertificateView['events'][number];
  return (
    <Panel>
      <Table
        caption={messages('historyTitle')}
        columns={[
          { title: messages('historyWhat'), cell: ({ what }: Event) => messages(`event.${what}`) },
          { title: messages('historyWhen'), cell: ({ at }) => <Time at={at} /> },
          { title: messages('historyWho'), cell: ({ person }) => person ?? messages('historyMachine') },
          { title: messages('historyNote'), cell: ({ what, note }) => (isOurWord(what) ? '' : note) },
        ]}
        rows={[...certificate.events].reverse()}
        rowKey={(event) => String(certificate.events.indexOf(event))}
        empty={null}
      />
    </Panel>
  );
}

/** Its note is for machines, and in nobody's words. */
function isOurWord(what: CertificateView['events'][number]['what']): boolean {
  return what === 'revoked' || what === 'revocation-asked' || what === 'ending';
}
