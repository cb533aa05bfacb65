/** Every component in every state, on pages like the ones they are made for. The browser test opens them all; so may you: see `gallery-site.ts`. */
import type { ComponentChildren, VNode } from 'preact';
import {
  ActionList,
  Actions,
  AssuranceBadge,
  BackLink,
  Button,
  ButtonLink,
  Checkbox,
  CodeDisplay,
  CodeInput,
  Countdown,
  Details,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  Heading,
  type Language,
  Notice,
  Page,
  type PageAssets,
  type PageProps,
  Panel,
  Panels,
  PasswordField,
  QrCode,
  RadioCards,
  Select,
  Steps,
  SummaryList,
  Table,
  TextArea,
  Time,
  TwoDoors,
  createLanguage,
} from '../index.ts';

export interface GalleryPage {
  readonly name: string;
  readonly draw: (assets: PageAssets) => VNode;
}

const NINE_IN_THE_EVENING = Date.UTC(2026, 2, 14, 21, 4);
const english = createLanguage({ locale: 'en', timeZone: 'Europe/London' });
const hebrew = createLanguage({ locale: 'he', timeZone: 'Asia/Jerusalem' });

const ORGANISATION = 'Northwind Harbour Authority';
const FOOTER = [
  { href: '/support', label: 'Support' },
  { href: '/privacy', label: 'Privacy' },
];

interface Sheet extends Partial<Omit<PageProps, 'children' | 'title'>> {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly language?: Language;
}

function page(name: string, sheet: Sheet): GalleryPage {
  const draw = (assets: PageAssets) => <Page part="Self-Administration" language={english} footer={FOOTER} assets={assets} {...sheet} />;
  return { name, draw };
}

export const gallery: readonly GalleryPage[] = [
  page('sign-in', {
    title: 'Sign in',
    part: 'Federation',
    children: (
      <>
        <Heading lead="With your user name and password first. What you open next may ask for more.">
          Sign in to Certificate Services
        </Heading>
        <Form>
          <Field name="user" label="User name" autoComplete="username" text="code" width="full" />
          <PasswordField name="password" label="Password" autoComplete="current-password" />
          <Actions>
            <Button>Sign in</Button>
            <a href="/password">I’ve forgotten my password</a>
          </Actions>
        </Form>
      </>
    ),
  }),
  page('sign-in-refused', {
    title: 'Sign in',
    part: 'Federation',
    hasErrors: true,
    children: (
      <>
        <ErrorSummary errors={[{ message: 'That user name and password do not belong together', field: 'user' }]}>
          <p>
            Try again, or <a href="/password">make a new password</a>.
          </p>
        </ErrorSummary>
        <Heading>Sign in to Certificate Services</Heading>
        <Form>
          <Field
            name="user"
            label="User name"
            autoComplete="username"
            text="code"
            value="m.okafor"
            error="Check the user name and the password"
          />
          <PasswordField name="password" label="Password" autoComplete="current-password" />
          <Actions>
            <Button>Sign in</Button>
            <a href="/password">I’ve forgotten my password</a>
          </Actions>
        </Form>
      </>
    ),
  }),
  page('prove', {
    title: 'Prove that it is you',
    doors: 1,
    organisation: ORGANISATION,
    children: (
      <>
        <BackLink href="/" />
        <Steps current={2} total={5} doors={1} next="choose what to repair" />
        <Heading lead="Your password opened the first door. Choose how to open the second.">How can you prove that it is you?</Heading>
        <Form>
          <RadioCards
            name="way"
            legend="Ways you have set up"
            value="questions"
            choices={[
              { value: 'otp', label: 'One-time password', hint: 'From your soft token, if it still shows one' },
              {
                value: 'questions',
                label: 'Question & answer challenge',
                hint: 'Two of the five questions you answered when your account was set up',
              },
              { value: 'support', label: 'Talk to support' },
            ]}
          />
          <Actions>
            <Button>Continue</Button>
          </Actions>
        </Form>
      </>
    ),
  }),
  page('questions', {
    title: 'Answer your questions',
    doors: 1,
    hasErrors: true,
    children: (
      <>
        <BackLink href="/" />
        <ErrorSummary
          errors={[
            { message: 'Choose how to go on', field: 'way' },
            { message: 'Answer the second question', field: 'answer-2' },
          ]}
        />
        <Steps current={3} total={5} doors={1} next="choose what to repair" />
        <Heading lead="The same questions return until they are answered. Capitals, accents and spaces do not matter.">
          Question & answer challenge
        </Heading>
        <Form>
          <PasswordField name="answer-1" label="What was the name of the first ship you served on?" autoComplete="off" />
          <PasswordField name="answer-2" label="In which street did your grandparents live?" autoComplete="off" error="Type your answer" />
          <RadioCards
            name="way"
            legend="If you cannot answer"
            error="Choose one of these"
            choices={[
              { value: 'later', label: 'Try again tomorrow' },
              { value: 'support', label: 'Talk to support', hint: 'Open now, until Friday 20:00' },
            ]}
          />
          <Countdown secondsLeft={570} totalSeconds={600} label="Time to answer" />
          <Actions>
            <Button>Send my answers</Button>
            <ButtonLink kind="secondary" href="/support">
              I cannot answer these
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }),
  page('actions', {
    title: 'Self-Administration Actions',
    doors: 1,
    organisation: ORGANISATION,
    person: { name: 'Maren Okafor', signOut: { action: '/sign-out' } },
    children: (
      <>
        <Heading caption="Signed in with password and questions" lead="Only what works for you now is listed.">
          What would you like to repair?
        </Heading>
        <ActionList
          label="Actions"
          items={[
            {
              href: '/unlock',
              title: 'My Soft Token application is locked',
              description: 'On a telephone or a computer. You need the token in front of you: it shows a PIN Reset Code.',
            },
            { href: '/lost', title: 'I have misplaced my token', description: 'It is locked, left at home, lost or broken.' },
            { href: '/questions', title: 'Change my questions', description: 'Your second factor is asked for first.' },
          ]}
        />
        <Details summary="Why are some actions missing?">
          <p>Whatever can move a credential to another device needs both doors open. Unlock your token first, then come back.</p>
        </Details>
      </>
    ),
  }),
  page('confirm', {
    title: 'Unlock your soft token?',
    doors: 1,
    children: (
      <>
        <BackLink href="/" />
        <Steps current={3} total={5} doors={1} next="enter your PIN Reset Code" />
        <Heading lead="You will get an unlock code for one token. Its one-time passwords are refused until you type one here at the end.">
          Unlock your soft token?
        </Heading>
        <SummaryList
          rows={[
            { label: 'Token', value: <data value="ST-482-719-36">ST-482-719-36</data> },
            { label: 'Device', value: 'Pixel 9, Chrome', action: { href: '/rename', label: 'Rename', about: 'the device' } },
            { label: 'Last one-time password', value: <Time at={NINE_IN_THE_EVENING} /> },
          ]}
        />
        <Form>
          <Actions>
            <Button>Yes, unlock my token</Button>
            <ButtonLink kind="secondary" href="/actions">
              No, go back
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }),
  page('code', {
    title: 'Enter your PIN Reset Code',
    doors: 1,
    keepFragment: ['s'],
    children: (
      <>
        <BackLink href="/" />
        <Steps current={4} total={5} doors={1} next="your unlock code" />
        <Heading>Enter your PIN Reset Code</Heading>
        <Form>
          <CodeInput
            name="code"
            kind="prc"
            label="PIN Reset Code"
            hint="It stands on the locked screen of your soft token."
            fragmentKey="c"
            otherKinds={{ unl: 'This is an unlock code. It goes into the token; the PIN Reset Code comes from the token.' }}
          />
          <Actions>
            <Button>Continue</Button>
          </Actions>
        </Form>
        <Details summary="I cannot see a code on my token">
          <p>Open the soft token and choose “I forgot my PIN”. It shows the code and destroys nothing.</p>
        </Details>
      </>
    ),
  }),
  page('code-refused', {
    title: 'Enter your PIN Reset Code',
    doors: 1,
    hasErrors: true,
    children: (
      <>
        <BackLink href="/" />
        <ErrorSummary errors={[{ message: 'Group 2 of the PIN Reset Code has a typing error', field: 'code' }]} />
        <Steps current={4} total={5} doors={1} next="your unlock code" />
        <Heading>Enter your PIN Reset Code</Heading>
        <Form hidden={{ token: 'a' }}>
          <CodeInput
            name="code"
            kind="prc"
            label="PIN Reset Code"
            hint="It stands on the locked screen of your soft token."
            value="12340 12359 12362"
            badGroups={[2]}
            error="Compare group 2 with your token and type it again. Nothing was used up."
          />
          <Actions>
            <Button>Continue</Button>
          </Actions>
        </Form>
      </>
    ),
  }),
  page('unlock-code', {
    title: 'Your unlock code',
    doors: 1,
    children: (
      <>
        <Steps current={5} total={5} doors={1} />
        <Heading lead="Type it into the soft token that showed you the PIN Reset Code. No other token takes it.">Your unlock code</Heading>
        <CodeDisplay code="23993527608288993071" kind="unl" label="Unlock code" />
        <Actions>
          <ButtonLink href="/u#c=23993527608288993071">Open the soft token on this device</ButtonLink>
        </Actions>
        <Panel title="Or scan it with the device that is locked">
          <QrCode
            value="https://token.example/u#c=23993527608288993071&s=ST-482-719-36"
            label="QR code that opens the soft token with your unlock code"
            caption="It opens the soft token with the code filled in."
          />
        </Panel>
        <Panel title="Then finish here">
          <Form>
            <CodeInput
              name="otp"
              kind="otp6"
              label="One-time password"
              hint="Your unlocked token shows it after you have made a new PIN."
            />
            <Actions>
              <Button>Finish</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    ),
  }),
  page('done', {
    title: 'Your token is unlocked',
    doors: 2,
    children: (
      <>
        <TwoDoors open={2} size="large" label="Both doors are open" />
        <Heading lead="Its one-time passwords are accepted again, from now on.">Your token is unlocked</Heading>
        <Notice kind="information" title="What happens next">
          <p>We have written to all your addresses that this token was unlocked. If it was not you, the letter says what to do.</p>
        </Notice>
        <Actions>
          <ButtonLink href="/sign-in">Sign in to Certificate Services</ButtonLink>
        </Actions>
      </>
    ),
  }),
  page('set-up', {
    title: 'Choose your questions',
    children: (
      <>
        <BackLink href="/" />
        <Steps current={2} total={3} next="activate your soft token" />
        <Heading caption="Account set-up" lead="You will be asked two of the five when you repair your access.">
          Choose your questions
        </Heading>
        <Form>
          <Select
            name="question-1"
            label="Question 1"
            choices={[
              { value: 'ship', label: 'What was the name of the first ship you served on?' },
              { value: 'street', label: 'In which street did your grandparents live?' },
            ]}
            value="ship"
          />
          <PasswordField name="answer-1" label="Your answer to question 1" autoComplete="off" />
          <Select name="question-2" label="Question 2" choices={[]} error="Choose a second question" hint="Another one than question 1." />
          <Select name="language" label="Language" none="The language of the browser" choices={[{ value: 'en', label: 'English' }]} />
          <TextArea name="note" label="Note" hint="In your own words." rows={2} optional value="The ship had two names." />
          <TextArea name="request" label="Request" text="code" rows={3} error="This cannot be read" value="-----BEGIN" />
          <Field
            name="mail"
            label="Another address"
            type="email"
            autoComplete="email"
            inputMode="email"
            optional
            hint="We write there, too, when a credential changes."
          />
          <PasswordField name="new" label="New password" autoComplete="new-password" hint="At least 12 characters. A sentence is fine." />
          <Checkbox name="understood" label="I have told nobody these answers" hint="Not even support asks for them." />
          <Checkbox name="agreed" label="I have read the rules of the harbour" error="Tick the box to go on" />
          <Actions>
            <Button working="Saving your questions…">Save and continue</Button>
          </Actions>
        </Form>
      </>
    ),
  }),
  page('dashboard', {
    title: 'Dashboard',
    part: 'Certificate Services',
    width: 'wide',
    doors: 1,
    organisation: ORGANISATION,
    person: { name: 'Maren Okafor', signOut: { action: '/sign-out' } },
    nav: [
      { href: '/dashboard', label: 'Dashboard', current: true },
      { href: '/certificates', label: 'Certificates' },
      { href: '/settings', label: 'Settings' },
    ],
    children: (
      <>
        <Heading lead="Good evening, Maren. You can look at everything here; changing something asks for your second factor.">
          Dashboard
        </Heading>
        <Notice kind="warning" title="One certificate runs out in nine days">
          <p>
            <a href="/certificates/1">pilots.northwind.example</a> has not been renewed yet.
          </p>
        </Notice>
        <Panels>
          <Panel title="Your session">
            <SummaryList
              rows={[
                { label: 'Assurance', value: <AssuranceBadge level={1} /> },
                { label: 'Signed in', value: <Time at={NINE_IN_THE_EVENING} show="time" /> },
              ]}
            />
          </Panel>
          <Panel title="Requests">
            <EmptyState title="No request is waiting" action={<ButtonLink href="/new">Request a certificate</ButtonLink>}>
              <p>A request stands here from the moment it is made until somebody approves it.</p>
            </EmptyState>
          </Panel>
        </Panels>
        <Panel>
          <Table
            caption="Certificates"
            rowKey={(row) => row.name}
            empty={<p>None</p>}
            columns={[
              { title: 'Name', cell: (row) => <a href="/certificates/1">{row.name}</a> },
              { title: 'Issued', cell: (row) => <Time at={row.issued} show="date" /> },
              { title: 'State', cell: (row) => row.state },
              { title: 'Days left', numeric: true, cell: (row) => row.left },
            ]}
            rows={[
              { name: 'pilots.northwind.example', issued: NINE_IN_THE_EVENING, state: 'Issued', left: 9 },
              { name: 'a-rather-long-name-of-a-machine.berths.northwind.example', issued: NINE_IN_THE_EVENING, state: 'Issued', left: 181 },
              { name: 'tides.northwind.example', issued: NINE_IN_THE_EVENING, state: 'Revoked', left: 0 },
            ]}
          />
        </Panel>
      </>
    ),
  }),
  page('parts', {
    title: 'Parts',
    part: 'Gallery',
    organisation: ORGANISATION,
    person: { name: 'Wolfeschlegelsteinhausenbergerdorff' },
    footnote: 'This is a demonstration. The people, the harbour and the certificates are made up.',
    children: (
      <>
        <Heading caption="Gallery">Parts</Heading>
        <Notice kind="information" title="Information">
          <p>Something to know before going on.</p>
        </Notice>
        <Notice kind="success" title="Success" />
        <Notice kind="warning" title="Warning">
          <p>Something may stop working.</p>
        </Notice>
        <Notice kind="danger" title="Danger">
          <p>This cannot be undone.</p>
        </Notice>
        <Actions>
          <Button>Primary</Button>
          <Button kind="secondary">Secondary</Button>
          <Button kind="danger">Revoke certificate</Button>
          <Button kind="quiet">Quiet</Button>
          <Button disabled>Not now</Button>
        </Actions>
        <Actions>
          <TwoDoors open={0} size="large" label="Both doors are closed" />
          <TwoDoors open={1} size="large" label="The first door is open" />
          <TwoDoors open={2} size="large" label="Both doors are open" />
        </Actions>
        <Actions>
          <AssuranceBadge level={0} />
          <AssuranceBadge level={1} />
          <AssuranceBadge level={2} />
        </Actions>
        <CodeDisplay code="107518315083728" kind="prc" label="PIN Reset Code" size="medium" />
        <CodeDisplay code="482915" kind="otp6" label="One-time password" />
        <Form>
          <CodeInput name="unl" kind="unl" label="Unlock code" />
          <CodeInput name="unl5" kind="unl" groupCount={5} label="Unlock code of 25 digits" />
          <CodeInput name="otp" kind="otp" label="One-time password of any length" />
          <Field name="serial" label="Serial" text="code" width="medium" value="ST-482-719-36" />
          <Field name="closed" label="Not to be changed" disabled value="Closed" width="short" />
        </Form>
        <Countdown secondsLeft={0} totalSeconds={600} label="Time to enter the code" expired="The time is up. Ask for a new code." />
        <Details summary="An open detail" open>
          <ul>
            <li>One thing</li>
            <li>Another thing</li>
          </ul>
        </Details>
        <EmptyState title="Nothing here yet">
          <p>It comes by itself.</p>
        </EmptyState>
      </>
    ),
  }),
  page('right-to-left', {
    title: 'קוד איפוס',
    part: 'ניהול עצמי',
    language: hebrew,
    doors: 1,
    hasErrors: true,
    children: (
      <>
        <BackLink href="/">חזרה</BackLink>
        <ErrorSummary title="יש בעיה" errors={[{ message: 'בקבוצה 2 יש שגיאת הקלדה', field: 'code' }]} />
        <Steps current={4} total={5} doors={1} next="קוד הפתיחה" />
        <Heading lead="הקוד מופיע על מסך האסימון הנעול.">הקלידו את קוד האיפוס</Heading>
        <Form>
          <CodeInput name="code" kind="prc" label="קוד איפוס" value="12340 12359 12362" badGroups={[2]} error="בקבוצה 2 יש שגיאת הקלדה" />
          <PasswordField name="answer" label="תשובה" autoComplete="off" />
          <Select name="question" label="שאלה" choices={[{ value: 'a', label: 'אונייה' }]} />
          <Actions>
            <Button>המשך</Button>
          </Actions>
        </Form>
        <ActionList label="פעולות" items={[{ href: '/a', title: 'האסימון שלי נעול', description: 'בטלפון או במחשב' }]} />
        <Details summary="עוד">
          <p>עוד</p>
        </Details>
        <CodeDisplay code="23993527608288993071" kind="unl" label="קוד פתיחה" />
      </>
    ),
  }),
];
