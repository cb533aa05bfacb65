import { ActionList, Actions, Button, formatDuration, Heading, Panel, Select, SummaryList, Table, Time } from '@sallyport/ui';
import type { Messages } from '@sallyport/ui';
import type { VNode } from 'preact';
import { type Frame, framed } from '../http/page.tsx';
import { PATHS } from '../self-administration/paths.ts';
import type { SelfAdministrationCatalogue } from '../self-administration/self-administration.messages.ts';
import type { SupportCountry, SupportDirectory, SupportLine } from './support-directory.ts';
import { MINUTES_A_WEEK, type OpenState, type WeeklyInterval } from './weekly-hours.ts';

export interface SupportView {
  readonly directory: SupportDirectory;
  readonly state: OpenState;
  readonly now: number;
  /** The visitor's country, when we have numbers for it. */
  readonly country: string | undefined;
}

export interface SupportPageParts {
  readonly frame: Frame;
  readonly messages: Messages<SelfAdministrationCatalogue>;
  readonly federationOrigin: string;
}

export function supportPage(parts: SupportPageParts, view: SupportView): VNode {
  const { messages, frame } = parts;
  const { directory, country } = view;
  const names = new Intl.DisplayNames(frame.language.locale, { type: 'region' });
  const nameOf = (entry: SupportCountry) => entry.codes.map((code) => names.of(code) ?? code).join(', ');
  const own = directory.countries.find((entry) => country !== undefined && entry.codes.includes(country));
  const rows = directory.countries.flatMap((entry) => entry.lines.map((line, index) => ({ line, index, name: nameOf(entry) })));
  return framed(frame, {
    title: messages('supportTitle'),
    width: 'wide',
    children: (
      <>
        <Heading lead={messages('supportLead')}>{messages('supportTitle')}</Heading>
        <OpenNow parts={parts} view={view} />
        <Panel
          title={
            own && country ? messages('supportYourNumber', { country: names.of(country) ?? country }) : messages('supportInternational')
          }
        >
          <SummaryList
            rows={(own?.lines ?? [{ kind: 'voice', carrier: undefined, dial: directory.international } as const]).map((line) => ({
              label: line.carrier ?? (line.kind === 'fax' ? messages('supportKindFax') : messages('supportNumber')),
              value: <span class="telephone">{line.dial}</span>,
            }))}
          />
          <p>{messages('supportExactly')}</p>
        </Panel>
        <form class="form" method="get" action={PATHS.support}>
          <Select
            name="country"
            label={messages('supportChooseCountry')}
            choices={directory.countries.flatMap((entry) => entry.codes).map((code) => ({ value: code, label: names.of(code) ?? code }))}
            {...(country === undefined ? {} : { value: country })}
          />
          <Actions>
            <Button kind="secondary">{messages('supportShow')}</Button>
          </Actions>
        </form>
        <Table
          caption={messages('supportCountries')}
          columns={[
            { title: messages('supportCountry'), cell: (row: (typeof rows)[number]) => row.name },
            { title: messages('supportCarrier'), cell: ({ line }) => carrierOf(line, messages) },
            { title: messages('supportNumber'), cell: ({ line }) => <span class="telephone">{line.dial}</span> },
          ]}
          rows={rows}
          rowKey={(row) => `${row.name} ${String(row.index)}`}
          empty={null}
        />
        <ActionList
          label={messages('supportOtherWays')}
          items={[
            { href: PATHS.actions, title: messages('homeSignIn'), description: messages('homeLead') },
            {
              href: `${parts.federationOrigin}/password/forgotten`,
              title: messages('homeForgotten'),
              description: messages('homeForgottenHint'),
            },
          ]}
        />
      </>
    ),
  });
}

function carrierOf(line: SupportLine, messages: SupportPageParts['messages']): string {
  const carrier = line.carrier ?? messages('supportAnyCarrier');
  return line.kind === 'fax' ? `${carrier} (${messages('supportKindFax')})` : carrier;
}

function OpenNow({ parts, view }: { readonly parts: SupportPageParts; readonly view: SupportView }): VNode {
  const { messages, frame } = parts;
  const { state, directory, now } = view;
  const intervals = directory.hours.intervals.map((interval) => intervalInWords(interval, frame.language.locale));
  return (
    <Panel title={messages(state.kind === 'open' ? 'supportOpen' : 'supportClosed')}>
      <p>{state.kind === 'open' ? openUntil(parts, state.until) : opensAt(parts, { opensAt: state.opensAt, now })}</p>
      <p class="quiet">
        {messages('supportHoursTitle')}:{' '}
        {messages('supportHours', {
          intervals: new Intl.ListFormat(frame.language.locale).format(intervals),
          timeZone: directory.hours.timeZone.replaceAll('_', ' '),
        })}
      </p>
    </Panel>
  );
}

function openUntil({ messages }: SupportPageParts, until: number | undefined): VNode {
  if (until === undefined) return <>{messages('supportAlways')}</>;
  const [before, after] = messages('supportOpenUntil', { time: '\n' }).split('\n');
  return (
    <>
      {before}
      <Time at={until} />
      {after}
    </>
  );
}

function opensAt({ messages, frame }: SupportPageParts, when: { opensAt: number | undefined; now: number }): VNode | null {
  if (when.opensAt === undefined) return null;
  const wait = formatDuration((when.opensAt - when.now) / 1000, frame.language.locale);
  const [before, after] = messages('supportOpensAt', { time: '\n', wait }).split('\n');
  return (
    <>
      {before}
      <Time at={when.opensAt} />
      {after}
    </>
  );
}

/** A Sunday at midnight, universal time: the week that minutes are counted in. */
const SOME_SUNDAY = Date.UTC(2023, 0, 1);

function intervalInWords(interval: WeeklyInterval, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'long', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
  const moment = (minute: number) => SOME_SUNDAY + (minute % MINUTES_A_WEEK) * 60_000;
  return `${format.format(moment(interval.fromMinute))} – ${format.format(moment(interval.toMinute))}`;
}
