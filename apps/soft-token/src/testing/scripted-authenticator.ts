import type { Registration } from '../webauthn/ceremonies.ts';
import type { DeviceAuthenticator } from '../webauthn/device-authenticator.ts';

/** An authenticator that answers as told, and keeps the credentials it made and was told to forget. */
export class ScriptedAuthenticator implements Pick<DeviceAuthenticator, 'isOffered' | 'register' | 'forget' | 'cancel'> {
  isThere: boolean;
  next: Registration['kind'] = 'registered';
  made = 0;
  cancelled = 0;
  readonly forgotten: number[] = [];

  constructor(presence: 'there' | 'missing') {
    this.isThere = presence === 'there';
  }

  async isOffered(): Promise<boolean> {
    return this.isThere;
  }

  async register(): Promise<Registration> {
    if (this.next !== 'registered') return { kind: this.next };
    this.made += 1;
    return { kind: 'registered', credentialId: Uint8Array.of(this.made) };
  }

  async forget({ credentialId }: { readonly credentialId: Uint8Array }): Promise<void> {
    this.forgotten.push(credentialId[0] ?? 0);
  }

  cancel(): void {
    this.cancelled += 1;
  }
}
