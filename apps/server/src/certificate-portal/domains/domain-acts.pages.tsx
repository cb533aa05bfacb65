import type { DomainView, ProofWanted, Refusal } from '@sallyport/certificates';
import {
  Actions,
  Button,
  ButtonLink,
  CopyButton,
  Field,
  Form,
  Notice,
  type PageError,
  Panel,
  RadioCards,
  SummaryList,
  TextArea,
  Time,
} from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorsOf, pageBelow } from '../frame.tsx';
import { type DomainAct, PATHS, domainPath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { Findings } from './findings.tsx';

/** The field a refusal is about; none where it is about all of it. */
const FIELDS: Readonly<Partial<Record<Refusal['code'], string>>> = {
  'domain-malformed': 'name',
  'domain-there-already': 'name',
  'domain-declined': 'name',
  'proof-method-refused': 'method',
  'reason-missing': 'reason',
  'note-too-long': 'reason',
};

interface AskedAgain {
  readonly person: PortalPerson;
  readonly refusal?: Refusal;
}

export function addDomainPage(
  parts: PortalParts,
  view: AskedAgain & { readonly typed: { readonly name: string; readonly method?: string | undefined } },
): VNode {
  const { messages } = parts;
  const { person, refusal, typed } = view;
  const errors = errorsOf(parts, refusal, (code) => FIELDS[code]);
  const errorAt = (field: string) => fieldError(errors.find((error) => error.field === field)?.message);
  return pageBelow(
    parts,
    { person, section: PATHS.domains, back: PATHS.domains },
    {
      title: messages('addDomainTitle'),
      lead: messages('addDomainLead'),
      errors,
      children: (
        <Form action={PATHS.addDomain}>
          <Field
            name="name"
            label={messages('addDomainName')}
            hint={messages('addDomainNameHint')}
            text="code"
            inputMode="url"
            value={typed.name}
            {...errorAt('name')}
          />
          <Methods parts={parts} value={typed.method} error={errorAt('method').error} />
          <Actions>
            <Button>{messages('addDomainAction')}</Button>
          </Actions>
        </Form>
      ),
    },
  );
}

interface MethodsProps {
  readonly parts: PortalParts;
  readonly value: string | undefined;
  readonly error: string | undefined;
}

function Methods({ parts: { messages }, value = 'dns', error }: MethodsProps): VNode {
  return (
    <RadioCards
      name="method"
      legend={messages('domainMethod')}
      choices={(['dns', 'file'] as const).map((method) => ({
        value: method,
        label: messages(`domainMethod.${method}`),
        hint: messages(`domainMethodHint.${method}`),
      }))}
      value={value}
      {...fieldError(error)}
    />
  );
}

interface OnDomain extends AskedAgain {
  readonly domain: DomainView;
}

/** What is to be published, to the letter, and the button that has it looked at. */
export function checkDomainPage(parts: PortalParts, { person, domain, refusal }: OnDomain): VNode {
  const { messages } = parts;
  const { wanted, domainId, shownName } = domain;
  const title = wanted === undefined ? messages('publishNothing') : messages('publishTitle', { name: shownName });
  const until = refusal?.details.until;
  return pageBelow(
    parts,
    { person, section: PATHS.domains, back: domainPath(domainId) },
    {
      title,
      lead: messages(wanted === undefined ? 'publishNothingLead' : 'publishLead'),
      errors: errorsOf(parts, refusal, () => undefined),
      children: (
        <>
          {until === undefined ? null : (
            <Notice>
              <p>
                {messages('publishAgainFrom')} <Time at={until} />
              </p>
            </Notice>
          )}
          {wanted === undefined ? (
            <Actions>
              <ButtonLink href={domainPath(domainId)}>{messages('toDomain')}</ButtonLink>
            </Actions>
          ) : (
            <ToPublish parts={parts} domain={domain} wanted={wanted} />
          )}
        </>
      ),
    },
  );
}

function ToPublish({
  parts,
  domain,
  wanted,
}: {
  readonly parts: PortalParts;
  readonly domain: DomainView;
  readonly wanted: ProofWanted;
}): VNode {
  const { messages } = parts;
  const { place, value, until } = wanted;
  const isOver = until <= parts.clock.now();
  const rows =
    place.method === 'dns'
      ? [
          { label: messages('publishName'), value: <Copied text={place.name} label={messages('publishName')} /> },
          { label: messages('publishType'), value: messages('publishTxt') },
          { label: messages('publishValue'), value: <Copied text={value} label={messages('publishValue')} /> },
        ]
      : [
          { label: messages('publishUrl'), value: <Copied text={place.url} label={messages('publishUrl')} /> },
          { label: messages('publishContent'), value: <Copied text={value} label={messages('publishContent')} /> },
        ];
  return (
    <>
      <Panel title={messages(`publish.${place.method}`)}>
        <SummaryList rows={[...rows, { label: messages('publishUntil'), value: <Time at={until} /> }]} />
        <p>{messages(`publishHint.${place.method}`)}</p>
      </Panel>
      <Findings parts={parts} domain={domain} />
      {isOver ? <p>{messages('publishOver')}</p> : null}
      <Form action={domainPath(domain.domainId, 'check')}>
        <Actions>
          {isOver ? null : <Button>{messages('publishCheck')}</Button>}
          <ButtonLink href={domainPath(domain.domainId, 'prove-again')} kind="secondary">
            {messages(isOver ? 'domainAct.prove-again' : 'publishAnother')}
          </ButtonLink>
        </Actions>
      </Form>
    </>
  );
}

/** To the letter, for whoever copies by hand, and with a button for the others. */
function Copied({ text, label }: { readonly text: string; readonly label: string }): VNode {
  return (
    <>
      <code class="octets">{text}</code> <CopyButton text={text} label={label} />
    </>
  );
}

export function proveAgainPage(parts: PortalParts, view: OnDomain & { readonly method?: string | undefined }): VNode {
  const { messages } = parts;
  const { domain, refusal, method = domain.wanted?.place.method ?? domain.verifiedMethod } = view;
  const errors = errorsOf(parts, refusal, () => 'method');
  return onDomainPage(parts, view, {
    act: 'prove-again',
    title: messages('proveAgainTitle', { name: domain.shownName }),
    lead: messages('proveAgainLead'),
    errors,
    field: <Methods parts={parts} value={method} error={errors[0]?.message} />,
    button: <Button>{messages('proveAgainAction')}</Button>,
  });
}

export function removeDomainPage(parts: PortalParts, view: OnDomain & { readonly typed?: string }): VNode {
  const { messages } = parts;
  const { domain, refusal, typed = '' } = view;
  const errors = errorsOf(parts, refusal, (code) => FIELDS[code]);
  return onDomainPage(parts, view, {
    act: 'remove',
    title: messages('removeDomainTitle', { name: domain.shownName }),
    lead: messages('removeDomainLead'),
    errors,
    field: (
      <TextArea
        name="reason"
        label={messages('removeDomainReason')}
        hint={messages('removeDomainReasonHint')}
        rows={2}
        value={typed}
        {...fieldError(errors[0]?.message)}
      />
    ),
    button: <Button kind="danger">{messages('removeDomainAction')}</Button>,
  });
}

/** One field, what it does, and the way out. */
function onDomainPage(
  parts: PortalParts,
  { person, domain: { domainId } }: OnDomain,
  page: {
    readonly act: DomainAct;
    readonly title: string;
    readonly lead: string;
    readonly errors: readonly PageError[];
    readonly field: VNode;
    readonly button: VNode;
  },
): VNode {
  const { act, title, lead, errors, field, button } = page;
  return pageBelow(
    parts,
    { person, section: PATHS.domains, back: domainPath(domainId) },
    {
      title,
      lead,
      errors,
      children: (
        <Form action={domainPath(domainId, act)}>
          {field}
          <Actions>
            {button}
            <ButtonLink href={domainPath(domainId)} kind="secondary">
              {parts.messages('domainKeep')}
            </ButtonLink>
          </Actions>
        </Form>
      ),
    },
  );
}
