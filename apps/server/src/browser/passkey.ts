import { fromBase64url, toBase64url } from '@sallyport/protocol';

/**
 * `form[data-passkey]`: sending it asks the device first, and sends its answer in the hidden fields. What became of the question is said in `[data-passkey-status]`, in the
 * words that the form brings with it.
 */

interface Descriptor {
  readonly type: 'public-key';
  readonly id: string;
  readonly transports: readonly AuthenticatorTransport[];
}

interface AskedCreation {
  readonly act: 'create';
  readonly options: Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> & {
    readonly challenge: string;
    readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
    readonly excludeCredentials: readonly Descriptor[];
  };
}

interface AskedAssertion {
  readonly act: 'get';
  readonly options: Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> & {
    readonly challenge: string;
    readonly allowCredentials: readonly Descriptor[];
  };
}

type Ceremony = AskedCreation | AskedAssertion;
type Answer = Readonly<Record<string, string>>;
type Word = 'asking' | 'unconfirmed' | 'unavailable' | 'known';

export function askDevices(window: Window): void {
  window.document.addEventListener(
    'submit',
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.dataset['passkey'] === undefined || hasAnswer(form)) return;
      event.preventDefault();
      void ask(window, form, JSON.parse(form.dataset['passkey']) as Ceremony);
    },
    true,
  );
}

function hasAnswer(form: HTMLFormElement): boolean {
  return [...form.querySelectorAll<HTMLInputElement>('input[type=hidden]')].some((input) => input.value !== '');
}

async function ask(window: Window, form: HTMLFormElement, ceremony: Ceremony): Promise<void> {
  if (form.dataset['open'] !== undefined) return;
  form.dataset['open'] = '';
  say(form, 'asking');
  try {
    const answer = await answerOf(window.navigator.credentials, ceremony);
    send(form, answer);
  } catch (error) {
    say(form, wordFor(error));
  } finally {
    delete form.dataset['open'];
  }
}

function send(form: HTMLFormElement, answer: Answer): void {
  for (const [name, value] of Object.entries(answer)) {
    const input = form.querySelector<HTMLInputElement>(`input[name=${name}]`);
    if (input) input.value = value;
  }
  form.requestSubmit();
}

/** Web Authentication, sections 5.1.3 and 5.1.4: what a refusal means to a person. */
function wordFor(error: unknown): Word {
  if (!(error instanceof DOMException)) return 'unavailable';
  if (error.name === 'InvalidStateError') return 'known';
  return error.name === 'NotAllowedError' || error.name === 'AbortError' ? 'unconfirmed' : 'unavailable';
}

function say(form: HTMLFormElement, word: Word): void {
  const status = form.querySelector('[data-passkey-status]');
  if (status) status.textContent = form.dataset[word] ?? '';
}

/**
 * `[data-passkey-autofill=PAGE]`: where the browser can name passkeys among the suggestions of a field (Web Authentication, section 5.1.4, conditional mediation), the form of that
 * page is fetched and its question is left open until somebody picks one. Elsewhere nothing is fetched, and nobody is asked.
 */
export async function suggestPasskeys(window: Window & typeof globalThis): Promise<void> {
  const page = window.document.querySelector<HTMLElement>('[data-passkey-autofill]')?.dataset['passkeyAutofill'];
  const knows = 'PublicKeyCredential' in window && 'isConditionalMediationAvailable' in window.PublicKeyCredential;
  if (page === undefined || !knows || !(await window.PublicKeyCredential.isConditionalMediationAvailable())) return;
  const form = await formOn(window, page);
  if (!form) return;
  const ceremony = JSON.parse(form.dataset['passkey'] ?? '') as Ceremony;
  if (ceremony.act !== 'get') return;
  const giveUp = new AbortController();
  // By then the challenge is too old: another page, another challenge.
  const renewal = window.setTimeout(() => {
    giveUp.abort();
    void suggestPasskeys(window);
  }, ceremony.options.timeout);
  try {
    const answer = await answerOf(window.navigator.credentials, ceremony, { mediation: 'conditional', signal: giveUp.signal });
    window.clearTimeout(renewal);
    form.hidden = true;
    window.document.body.append(form);
    send(form, answer);
  } catch {
    // Nobody picked one; the page has every other way.
  }
}

/** The form that asks a device, out of its page; undefined when the sign-in has run out meanwhile. */
async function formOn(window: Window & typeof globalThis, page: string): Promise<HTMLFormElement | undefined> {
  const response = await window.fetch(page);
  if (!response.ok) return undefined;
  const fetched = new window.DOMParser().parseFromString(await response.text(), 'text/html');
  const form = fetched.querySelector<HTMLFormElement>('form[data-passkey]');
  return form ? window.document.adoptNode(form) : undefined;
}

async function answerOf(
  credentials: CredentialsContainer,
  ceremony: Ceremony,
  how: Pick<CredentialRequestOptions, 'mediation' | 'signal'> = {},
): Promise<Answer> {
  if (ceremony.act === 'create') {
    const { options } = ceremony;
    const made = await credentials.create({
      publicKey: {
        ...options,
        challenge: fromBase64url(options.challenge),
        user: { ...options.user, id: fromBase64url(options.user.id) },
        excludeCredentials: options.excludeCredentials.map(named),
      },
    });
    return creationAnswer(made as PublicKeyCredential);
  }
  const { options } = ceremony;
  const used = await credentials.get({
    ...how,
    publicKey: { ...options, challenge: fromBase64url(options.challenge), allowCredentials: options.allowCredentials.map(named) },
  });
  return assertionAnswer(used as PublicKeyCredential);
}

function named({ type, id, transports }: Descriptor): PublicKeyCredentialDescriptor {
  return { type, id: fromBase64url(id), transports: [...transports] };
}

function creationAnswer({ rawId, response }: PublicKeyCredential): Answer {
  const made = response as AuthenticatorAttestationResponse;
  return {
    credential: text(rawId),
    clientData: text(made.clientDataJSON),
    attestation: text(made.attestationObject),
    transports: made.getTransports().join(' '),
  };
}

function assertionAnswer({ rawId, response }: PublicKeyCredential): Answer {
  const used = response as AuthenticatorAssertionResponse;
  return {
    credential: text(rawId),
    clientData: text(used.clientDataJSON),
    authenticatorData: text(used.authenticatorData),
    signature: text(used.signature),
    userHandle: used.userHandle === null ? '' : text(used.userHandle),
  };
}

function text(octets: ArrayBuffer): string {
  return toBase64url(new Uint8Array(octets));
}
