import type { QrReader } from './read-qr-code.ts';

const LOOK_EVERY_MS = 200;

/**
 * Shows the camera in the video element and looks for a QR code until there is one or `stop` is signalled; then the camera goes off.
 * @throws when there is no camera, or it is not allowed.
 */
export async function scanWithCamera(input: { video: HTMLVideoElement; read: QrReader; stop: AbortSignal }): Promise<string | undefined> {
  const { video, read, stop } = input;
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
  try {
    video.srcObject = stream;
    await video.play();
    while (!stop.aborted) {
      const text = await lookOnce(video, read);
      if (text !== undefined) return text;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return undefined;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

async function lookOnce(video: HTMLVideoElement, read: QrReader): Promise<string | undefined> {
  if (video.readyState < video.HAVE_CURRENT_DATA) return undefined;
  const image = await createImageBitmap(video);
  try {
    return await read(image);
  } finally {
    image.close();
  }
}
