/** Pages and parts that are seldom wanted, in one piece that comes on demand. */
export { Arrange } from './arrange.tsx';
export { ChallengeForm } from './challenge-form.tsx';
export { Changed } from './changed.tsx';
export { ClockNotices } from './clock-notices.tsx';
export { EndScreens, RemovedNotices } from './ends.tsx';
export { OpenPages } from './open-pages.tsx';
export { RegistrationNotice, RegistrationScreen } from './registration.tsx';
export { RemovedTokenScreen, RemovingTokenScreen } from './removal.tsx';
export { TokenSearch } from './token-search.tsx';
export { UnknownKeys } from './unknown-keys.tsx';
export { Update } from './update.tsx';
