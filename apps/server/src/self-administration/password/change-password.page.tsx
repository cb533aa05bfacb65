import { Actions, BackLink, Button, Form, Heading, type PageError, PasswordField } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

export function changePasswordPage(
  parts: SelfAdministrationParts,
  view: { readonly person: Person; readonly errors: readonly PageError[] },
): VNode {
  const { messages, identity } = parts;
  const { minimumLength, maximumLength } = identity.policy.password;
  const errorAt = (field: string) => view.errors.find((error) => error.field === field)?.message;
  return personalPage(parts, view.person, {
    title: messages('changePasswordTitle'),
    errors: view.errors,
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading lead={messages('changePasswordLead', { length: messages('passwordLead', { minLength: minimumLength }) })}>
          {messages('changePasswordTitle')}
        </Heading>
        <Form action={PATHS.changePassword}>
          <PasswordField
            name="current"
            label={messages('currentPassword')}
            autoComplete="current-password"
            {...fieldError(errorAt('current'))}
            maxLength={maximumLength * 4}
          />
          <PasswordField
            name="password"
            label={messages('newPassword')}
            autoComplete="new-password"
            {...fieldError(errorAt('password'))}
            maxLength={maximumLength * 4}
          />
          <Actions>
            <Button>{messages('changePasswordSave')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}
