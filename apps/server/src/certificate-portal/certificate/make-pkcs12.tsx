import type { CertificateView } from '@sallyport/certificates';
import { type DecodedCertificate, toHex } from '@sallyport/pki';
import { Actions, Button, Panel } from '@sallyport/ui';
import type { VNode } from 'preact';
import { DevicePassword } from '../device-password.tsx';
import { filePath } from '../paths.ts';
import type { PortalParts } from '../portal-parts.ts';
import { stem } from './files.ts';

export interface MakePkcs12Props {
  readonly parts: PortalParts;
  readonly certificate: CertificateView;
  readonly decoded: DecodedCertificate;
}

/** Only a script can do it, because the key never leaves the device; without one, the line for openssl further below does the same. */
export function MakePkcs12({ parts: { messages, certificates }, certificate, decoded }: MakePkcs12Props): VNode {
  const { certificateId, names } = certificate;
  return (
    <div
      class="needs-script make-key"
      data-make-pkcs12
      data-chain={filePath(certificateId, 'full-chain.pem')}
      data-key={toHex(certificates.cryptography.sha256(decoded.publicKey.spki))}
      data-name={names[0]}
      data-file={`${stem(names)}.p12`}
      data-working={messages('pkcs12Working')}
      data-done={messages('pkcs12Done', { file: '{file}' })}
      data-no-file={messages('pkcs12NoFile')}
      data-no-password={messages('pkcs12NoPassword')}
      data-no-key={messages('pkcs12NoKey')}
      data-lock-unknown={messages('pkcs12LockUnknown')}
      data-password-wrong={messages('pkcs12PasswordWrong')}
      data-other-key={messages('pkcs12OtherKey')}
      data-failed={messages('pkcs12Failed')}
    >
      <Panel title={messages('pkcs12Title')}>
        <p>{messages('pkcs12Lead')}</p>
        <p>
          <label>
            {messages('pkcs12Key')} <input type="file" class="file" accept=".pem,.key,.p8" />
          </label>
        </p>
        <DevicePassword id="pkcs12-password" label={messages('pkcs12Password')} hint={messages('pkcs12PasswordHint')} />
        <Actions>
          <Button type="button" kind="secondary">
            {messages('pkcs12Action')}
          </Button>
          <a class="button button-quiet" hidden data-save-pkcs12>
            {messages('pkcs12Again')}
          </a>
        </Actions>
        <p role="status" class="make-key-word" />
      </Panel>
    </div>
  );
}
