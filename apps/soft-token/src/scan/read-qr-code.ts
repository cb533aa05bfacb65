/** Reads a QR code out of a picture: by the browser where it can, by a small library loaded on demand where it cannot. */

interface NativeDetector {
  detect(image: ImageBitmap): Promise<readonly { readonly rawValue: string }[]>;
}
interface NativeDetectorClass {
  new (options: { formats: readonly string[] }): NativeDetector;
  getSupportedFormats(): Promise<readonly string[]>;
}

export type QrReader = (image: ImageBitmap) => Promise<string | undefined>;

/** Photos of today's telephones hold far more than a QR code needs. */
const LONGEST_SIDE = 1600;
/** A still picture is looked at once, so it may take its time. */
const PATIENCE_MS = 1500;

export async function qrReader(): Promise<QrReader> {
  return (await nativeReader()) ?? libraryReader();
}

/** `createImageBitmap` draws no address, so no `blob:` has to be allowed. @throws when the file is no picture. */
export async function pictureOf(file: Blob): Promise<ImageBitmap> {
  return createImageBitmap(file);
}

async function nativeReader(): Promise<QrReader | undefined> {
  const Detector = (globalThis as { readonly BarcodeDetector?: NativeDetectorClass }).BarcodeDetector;
  if (!Detector || !(await Detector.getSupportedFormats()).includes('qr_code')) return undefined;
  const detector = new Detector({ formats: ['qr_code'] });
  return async (image) => (await detector.detect(image))[0]?.rawValue;
}

async function libraryReader(): Promise<QrReader> {
  const { decodeQR } = await import('qr/decode.js');
  return (image) => {
    const pixels = pixelsOf(image);
    try {
      return Promise.resolve(decodeQR(pixels, { timeLimit: PATIENCE_MS }));
    } catch {
      // The library says by throwing that there is no QR code in the picture.
      return Promise.resolve(undefined);
    }
  };
}

function pixelsOf(image: ImageBitmap): ImageData {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  // Not one of the document's: this runs in a worker too, where there is none.
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)));
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('This browser does not draw.');
  // Transparent pictures (most drawn QR codes) are read as if on paper.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
