/** Fakes and harnesses for tests: everything a soft token needs, in memory. Never imported by product code. */
export { type StorageSnapshot, Killed, MemoryTokenStorage } from './memory-token-storage.ts';
export { type TestDevice, testDevice } from './surroundings.ts';
export { LEAST_HASHING, ManualClock, busyMutex, fastArgon2id, queueingMutex, realArgon2id, seededRandomness } from './surroundings.ts';
export { softwareDeviceFactor } from './surroundings.ts';
export { FIRST_PIN, SECOND_PIN, WRONG_PIN, activateForTest, testActivation, unlockCodeFor } from './demonstration-token.ts';
export { DEVICE_VECTORS, deviceVectorFile } from './vectors/device-vectors.ts';
export { type TokenScene, lockByWrongPins, openWith, otpOf, sceneOf, tokenScene, unlockWith } from './token-scene.ts';
export { SERVER_VECTORS, serverVectorFile } from './vectors/server-vectors.ts';
export { TEST_ISSUER_KEY } from './test-issuer-key.ts';
export { renewalFor } from './renewal.ts';
export { type DeskReply, type DeskToken, TokenDesk } from './token-desk.ts';
export {
  type TokenInHand,
  activateByLink,
  lockInHand,
  passwordOf,
  sendReceipt,
  sendUnlockReceipt,
  unlockInHand,
} from './token-over-http.ts';
export { closedContactInHand, contactInHand, removeInHand, renewInHand } from './token-over-http.ts';
export { activateByTypedCode, activateOffline } from './token-over-http.ts';
export { openVaultWith, twoAccounts } from './personal-scene.ts';
