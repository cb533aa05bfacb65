/** A part of its own, so that the drawing of QR codes is loaded on demand. */
export { QrCode } from '@sallyport/ui';
