import type * as Aside from './aside.ts';
import type * as DeviceAside from './device-aside.ts';

/**
 * What `OnDemand` loads. Each name stands for one component; the functions are made once, because a part is known by the function that loads it.
 */
const fromAside =
  <Name extends keyof typeof Aside>(name: Name): (() => Promise<(typeof Aside)[Name]>) =>
  async () =>
    (await import('./aside.ts'))[name];

const fromDeviceAside =
  <Name extends keyof typeof DeviceAside>(name: Name): (() => Promise<(typeof DeviceAside)[Name]>) =>
  async () =>
    (await import('./device-aside.ts'))[name];

export const loadArrange = fromAside('Arrange');
export const loadChallengeForm = fromAside('ChallengeForm');
export const loadChanged = fromAside('Changed');
export const loadClockNotices = fromAside('ClockNotices');
export const loadDeviceAsking = fromDeviceAside('DeviceAsking');
export const loadDeviceProblem = fromDeviceAside('DeviceProblem');
export const loadDeviceProtection = fromDeviceAside('DeviceProtectionScreen');
export const loadEndScreens = fromAside('EndScreens');
export const loadOpenByDevice = fromDeviceAside('OpenByDevice');
export const loadOpenPages = fromAside('OpenPages');
export const loadRegistrationNotice = fromAside('RegistrationNotice');
export const loadRegistrationScreen = fromAside('RegistrationScreen');
export const loadRemovedNotices = fromAside('RemovedNotices');
export const loadRemovedTokenScreen = fromAside('RemovedTokenScreen');
export const loadRemovingTokenScreen = fromAside('RemovingTokenScreen');
export const loadSearch = fromAside('TokenSearch');
export const loadUnknownKeys = fromAside('UnknownKeys');
export const loadUpdate = fromAside('Update');
