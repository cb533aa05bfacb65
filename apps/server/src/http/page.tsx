import {
  createMessages,
  ErrorSummary,
  Heading,
  type Language,
  type LinkItem,
  Notice,
  Page,
  type PageAssets,
  type PageError,
  type PageProps,
} from '@sallyport/ui';
import { renderDocument } from '@sallyport/ui/server';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { faultMessages } from './fault.messages.ts';
import type { Fault } from './listener.ts';

/** What every page of one listener has in common. */
export interface Frame {
  readonly part: string;
  readonly language: Language;
  readonly assets: PageAssets;
  readonly footer: readonly LinkItem[];
  readonly footnote: string | undefined;
}

export interface FramedPage extends Pick<PageProps, 'title' | 'organisation' | 'person' | 'doors' | 'nav' | 'width' | 'children'> {
  /** Shown on top; a page with errors is answered with their status. */
  readonly errors?: readonly PageError[];
}

export function framed(frame: Frame, { errors = [], children, ...page }: FramedPage): VNode {
  return (
    <Page
      part={frame.part}
      language={frame.language}
      assets={frame.assets}
      footer={frame.footer}
      hasErrors={errors.length > 0}
      {...(frame.footnote === undefined ? {} : { footnote: frame.footnote })}
      {...page}
    >
      <ErrorSummary errors={errors} />
      {children}
    </Page>
  );
}

/** The `error` of the field it is about, for spreading: absent when there is none. */
export function fieldError(error: string | undefined): { readonly error?: string } {
  return error === undefined ? {} : { error };
}

export function sendPage(reply: FastifyReply, page: VNode, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(renderDocument(page));
}

export function faultPage(frame: Frame, fault: Fault): VNode {
  const messages = createMessages<typeof faultMessages>(faultMessages, frame.language.locale);
  const title = messages(`${fault.kind}.title`);
  return framed(frame, {
    title,
    children: (
      <>
        <Heading lead={messages(`${fault.kind}.lead`)}>{title}</Heading>
        {fault.kind === 'unexpected' ? <Notice title={messages('report-as', { operation: fault.operationId })} /> : null}
        <p>
          <a href="/">{messages('first-page')}</a>
        </p>
      </>
    ),
  });
}
