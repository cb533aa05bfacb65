import type { DomainView, Finding } from '@sallyport/certificates';
import { Notice, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { PortalParts } from '../portal-parts.ts';

/** What was seen at the last look, by each who looked. Who looked is told when it was more than one. */
export function Findings({ parts, domain }: { readonly parts: PortalParts; readonly domain: DomainView }): VNode | null {
  const { messages } = parts;
  const { findings, checkedAt, wanted } = domain;
  if (findings.length === 0 || checkedAt === undefined) return null;
  return (
    <Notice title={messages('seenTitle')} kind={wanted === undefined ? 'success' : 'warning'}>
      {findings.map((finding, index) => (
        <p key={index}>
          {findings.length === 1
            ? seenInWords(parts, finding)
            : messages('seenBy', { observer: finding.observer, seen: seenInWords(parts, finding) })}
        </p>
      ))}
      {findings.map(({ seen }, index) =>
        seen.what === 'other-texts' ? (
          <ul key={index} class="name-lines" aria-label={messages('seenTexts')}>
            {seen.texts.map((text, place) => (
              <li key={place}>{text}</li>
            ))}
          </ul>
        ) : null,
      )}
      <p class="quiet">
        {messages('seenAt')} <Time at={checkedAt} />
      </p>
    </Notice>
  );
}

function seenInWords({ messages }: PortalParts, { seen }: Finding): string {
  switch (seen.what) {
    case 'status':
      return messages('seen.status', { status: String(seen.status) });
    case 'refused':
      return messages(`seen.${seen.code}`);
    case 'proof':
    case 'no-text':
    case 'lookup-failed':
    case 'other-texts':
    case 'other-file':
      return messages(`seen.${seen.what}`);
  }
}
