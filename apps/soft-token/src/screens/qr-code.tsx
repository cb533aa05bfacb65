/** A part of its own: the drawing of QR codes is loaded on demand. */
export { QrCode as default } from '@sallyport/ui';
