/** The script of every page: the form kit's enhancements, with the protocol's own knowledge of when a code holds together. */
import { type CodeKind, inspectCode } from '@sallyport/protocol';
import { type CheckedKind, startEnhancing } from '@sallyport/ui/enhance';
import { askDevices, suggestPasskeys } from './passkey.ts';

const KINDS: Readonly<Record<CheckedKind, CodeKind>> = {
  prc: 'pin-reset',
  unl: 'unlock',
  act: 'activation',
  reg: 'registration',
  rec: 'recovery',
  tmp: 'temporary-access',
};
const DATA_DIGITS_PER_GROUP = 4;

// Before the rest: a form that asks a device first is not sent yet, and does not count as sent.
askDevices(window);
void suggestPasskeys(window);
startEnhancing({
  window,
  inspectCode: ({ text, kind, groupCount }) => inspectCode({ text, kind: KINDS[kind], dataDigits: groupCount * DATA_DIGITS_PER_GROUP }),
});

// Only the page that asks for a certificate needs to know what a certification request is.
if (document.querySelector('[data-make-key]')) {
  void import('./request-page.ts').then(({ startRequestPage }) => {
    startRequestPage(window);
  });
}

// Only the page of a certificate puts it into one file with its key.
if (document.querySelector('[data-make-pkcs12]')) {
  void import('./certificate-page.ts').then(({ startCertificatePage }) => {
    startCertificatePage(window);
  });
}
