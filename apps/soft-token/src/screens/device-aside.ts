/** All of device protection that is drawn, in one piece that comes on demand. */
export { DeviceAsking, DeviceProblem, OpenByDevice } from './device-notices.tsx';
export { DeviceProtectionScreen } from './device-protection.tsx';
