/** A part of its own, so that the drawing of QR codes is loaded on demand. */
import '../style/on-demand.css';

export { QrCode } from '@sallyport/ui';
