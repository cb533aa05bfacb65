import type { CDPSession, Page } from 'playwright-core';

/** The authenticator built into a device, played by Chromium: it has the PRF, and its owner says yes, no, or nothing. */
export class VirtualAuthenticator {
  readonly #session: CDPSession;
  readonly #authenticatorId: string;

  private constructor(session: CDPSession, authenticatorId: string) {
    this.#session = session;
    this.#authenticatorId = authenticatorId;
  }

  static async addTo(page: Page, wish: { readonly hasPrf?: boolean } = {}): Promise<VirtualAuthenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable', { enableUI: false });
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
        hasPrf: wish.hasPrf ?? true,
      },
    });
    return new VirtualAuthenticator(session, authenticatorId);
  }

  /** The finger is not the right one. For good: like a real one it blocks itself after a few of them. */
  async refuseFinger(): Promise<void> {
    await this.#session.send('WebAuthn.setUserVerified', { authenticatorId: this.#authenticatorId, isUserVerified: false });
  }

  /** Nobody touches it: the question stays open. */
  async sayNothing(): Promise<void> {
    await this.#confirm('never');
  }

  async sayYes(): Promise<void> {
    await this.#confirm('at once');
  }

  /** Its owner removed every credential in the settings of the device. */
  async forgetEverything(): Promise<void> {
    await this.#session.send('WebAuthn.clearCredentials', { authenticatorId: this.#authenticatorId });
  }

  async credentials(): Promise<readonly { readonly name: string; readonly uses: number }[]> {
    const { credentials } = await this.#session.send('WebAuthn.getCredentials', { authenticatorId: this.#authenticatorId });
    return credentials.map(({ userName = '', signCount }) => ({ name: userName, uses: signCount }));
  }

  /** Switched off, broken, or another device. */
  async remove(): Promise<void> {
    await this.#session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.#authenticatorId });
  }

  async #confirm(when: 'at once' | 'never'): Promise<void> {
    const enabled = when === 'at once';
    await this.#session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.#authenticatorId, enabled });
  }
}
