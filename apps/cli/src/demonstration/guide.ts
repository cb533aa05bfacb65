import type { InstallationConfiguration } from '@sallyport/installation';
import type { Demonstration } from './fill.ts';
import type { DemonstrationPerson } from './people.ts';

/** Where to go in the demonstration, as whom, and what to try. */
export function guide(given: { readonly configuration: InstallationConfiguration; readonly demonstration: Demonstration }): string {
  const { configuration, demonstration } = given;
  const { listeners, dataFolder } = configuration;
  const lines = [
    `  Certificate Services   ${listeners['certificate-services'].origin}`,
    `  Federation             ${listeners.federation.origin}`,
    `  Self-Administration    ${listeners['self-administration'].origin}`,
    `  Soft Token             ${listeners['soft-token'].origin}`,
    ...(configuration.smtp ? [] : [`  Demonstration mail     ${listeners.outbox.origin}`]),
    '',
    ...demonstration.people.flatMap(({ person, activationLink }) => [
      `  ${person.displayName}`,
      `    user name   ${person.userName}`,
      `    password    ${person.password}`,
      `    answers     ${answersOf(person)}`,
      `    soft token  ${activationLink ?? 'activated'}`,
      '',
    ]),
    ...(demonstration.invitationLink === undefined
      ? []
      : ['  Priya Nair is invited and has no password yet', `    invitation  ${demonstration.invitationLink}`, '']),
    'Try this:',
    '  1. Open Ada’s soft token link, set a PIN, and see a one-time password. Then close the token and type five wrong PINs: it locks.',
    '  2. At Certificate Services choose My Account, sign in as Ada, then Settings and Manage My Account: “I have misplaced my token”.',
    '  3. In Self-Administration give the password and two answers, choose “My Soft Token application is locked”, Yes, and type the PIN Reset Code.',
    '  4. Type the unlock code into the token, set a new PIN, and type its one-time password into the waiting page.',
    '  5. Continue to Certificate Services: both doors are open. Request a certificate of a name below northwind.example; Mikkel approves it in another browser.',
    '',
    `Everything is kept in ${dataFolder}; delete it to start afresh.`,
  ];
  return `${lines.join('\n')}\n`;
}

function answersOf(person: DemonstrationPerson): string {
  return Object.entries(person.answers)
    .map(([question, answer]) => `${question.replaceAll('-', ' ')}: ${answer}`)
    .join(' · ');
}
