import { ActionList, Actions, Button, Field, Form, Heading, Notice, Panel } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError, framed } from '../../http/page.tsx';
import { errorOn } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';

/** Shows and does nothing: programs that look into mail open links, but press no buttons. */
export function notMePage(parts: SelfAdministrationParts, view: { readonly code?: string; readonly error?: string }): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('notMeTitle'),
    errors: errorOn('code', view.error),
    children: (
      <>
        <Heading lead={messages('notMeLead')}>{messages('notMeTitle')}</Heading>
        <Form action={PATHS.notMe}>
          <Field
            name="code"
            label={messages('notMeCode')}
            hint={messages('notMeCodeHint')}
            text="code"
            fragmentKey="n"
            maxLength={64}
            {...fieldError(view.error)}
            {...(view.code === undefined ? {} : { value: view.code })}
          />
          <Actions>
            <Button kind="danger">{messages('notMeYes')}</Button>
          </Actions>
        </Form>
        <FreezeEffects parts={parts} />
        <Notice title={messages('notMeNoTitle')}>
          <p>{messages('notMeNo')}</p>
        </Notice>
      </>
    ),
  });
}

const EFFECTS = ['notMeEffectSessions', 'notMeEffectSignIn', 'notMeEffectBegun', 'notMeEffectHelpDesk', 'notMeEffectThaw'] as const;

export function FreezeEffects({ parts: { messages } }: { readonly parts: SelfAdministrationParts }): VNode {
  return (
    <Panel title={messages('notMeEffects')}>
      <ul>
        {EFFECTS.map((effect) => (
          <li key={effect}>{messages(effect)}</li>
        ))}
      </ul>
    </Panel>
  );
}

export function frozenPage(parts: SelfAdministrationParts): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('frozenTitle'),
    children: (
      <>
        <Heading lead={messages('frozenLead')}>{messages('frozenTitle')}</Heading>
        <ActionList
          label={messages('frozenNext')}
          items={[
            { href: `${parts.identity.origins.federation}/frozen`, title: messages('frozenOpen'), description: messages('frozenOpenHint') },
            { href: PATHS.support, title: messages('homeSupport'), description: messages('frozenSupportHint') },
          ]}
        />
      </>
    ),
  });
}
