/** The catalogues without the form kit: a door of its own, `@sallyport/ui/messages`, for what has sentences but no pages. */

export { formatDuration } from './messages/duration.ts';
export { createMessages, type Messages } from './messages/messages.ts';
