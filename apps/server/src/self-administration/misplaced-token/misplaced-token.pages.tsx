import type { ActionProof, SoftTokenView } from '@sallyport/identity';
import { Actions, BackLink, Button, ButtonLink, CodeDisplay, Form, Heading, SummaryList, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { WhatItTakes } from '../actions/what-it-takes.tsx';
import { personalPage, wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';
import { deviceOf } from '../soft-tokens/soft-tokens.pages.tsx';
import type { ShownAccess } from './shown-access.ts';

export interface MisplacedView {
  readonly person: Person;
  /** Those in service. */
  readonly tokens: readonly SoftTokenView[];
  readonly takes: ActionProof;
  readonly error?: string;
}

export function misplacedTokenPage(parts: SelfAdministrationParts, { person, tokens, takes, error }: MisplacedView): VNode {
  const { messages } = parts;
  const { lifetimes, temporaryAccess } = parts.identity.policy;
  const hours = Math.round(lifetimes.temporaryAccessMs / 3_600_000);
  return personalPage(parts, person, {
    title: messages('misplacedTitle'),
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading caption={messages('actionsHeading')} lead={messages('misplacedLead', { uses: temporaryAccess.uses, hours })}>
          {messages('misplacedTitle')}
        </Heading>
        <p>{messages('misplacedFound')}</p>
        <p>
          <a href={PATHS.softTokens}>{messages('misplacedLost')}</a>
        </p>
        {takes.kind === 'given' ? null : <WhatItTakes parts={parts} action="report-misplaced" takes={takes} />}
        {tokens.map((token) => (
          <Form key={token.tokenId} action={PATHS.misplaced} hidden={{ token: token.tokenId }}>
            <SummaryList
              rows={[
                { label: messages('tokenDevice'), value: deviceOf(parts, token) },
                { label: messages('tokenSerial'), value: token.serial },
              ]}
            />
            <Actions>
              <Button>{messages('misplacedYes')}</Button>
              <ButtonLink kind="quiet" href={PATHS.actions}>
                {messages('misplacedNo')}
              </ButtonLink>
            </Actions>
          </Form>
        ))}
      </>
    ),
  });
}

export function shownAccessPage(
  parts: SelfAdministrationParts,
  { person, access }: { readonly person: Person; readonly access: ShownAccess },
): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('misplacedCodeTitle'),
    children: (
      <>
        <Heading>{messages('misplacedCodeTitle')}</Heading>
        <p>
          {messages('misplacedCodeLead', { uses: access.uses })} <Time at={access.expiresAt} />.
        </p>
        <CodeDisplay code={access.code} kind="tmp" label={messages('temporaryAccessCode')} />
        <p>{messages('misplacedCodeWhere')}</p>
        <Form action={PATHS.misplacedCodeNoted}>
          <Actions>
            <Button>{messages('misplacedCodeNoted')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function accessNotShownPage(parts: SelfAdministrationParts): VNode {
  const { messages } = parts;
  const action = { href: PATHS.misplaced, label: messages('misplacedCodeAgain') };
  return wordPage(parts, { title: messages('misplacedCodeTitle'), lead: messages('misplacedCodeGone'), action });
}
