import {
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

const FAULT_WORDS: Readonly<Record<Fault['kind'], { title: string; lead: string }>> = {
  'not-found': { title: 'There is no such page', lead: 'The address may be mistyped or old. Start again from the first page.' },
  'not-understood': {
    title: 'That could not be read',
    lead: 'What was sent is not what this page sends. Go back, load the page again, and try once more. Nothing was changed.',
  },
  'wrong-origin': {
    title: 'That came from somewhere else',
    lead: 'For your safety a form is only taken from our own pages. Open the page here and send it again. Nothing was changed.',
  },
  'too-large': { title: 'That is too much at once', lead: 'What was sent is larger than this page takes. Nothing was changed.' },
  unexpected: { title: 'That did not work', lead: 'The fault is on our side, and it has been recorded. Try again in a moment.' },
};

export function faultPage(frame: Frame, fault: Fault): VNode {
  const words = FAULT_WORDS[fault.kind];
  return framed(frame, {
    title: words.title,
    children: (
      <>
        <Heading lead={words.lead}>{words.title}</Heading>
        {fault.kind === 'unexpected' ? <Notice title={`If you report it, say: ${fault.operationId}`} /> : null}
        <p>
          <a href="/">Go to the first page</a>
        </p>
      </>
    ),
  });
}
