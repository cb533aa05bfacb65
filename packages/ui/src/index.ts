/** The public face of the form kit: components, messages, and nothing that needs Node. Rendering and files are in `@sallyport/ui/server`. */

// Messages and language.
export type { ArgumentsOf, MessageArgument, MessageArguments } from './messages/arguments.ts';
export { type Catalogue, type Messages, type Translation, createMessages } from './messages/messages.ts';
export { type Language, type LanguageOptions, LanguageProvider, createLanguage, useLanguage } from './messages/language.tsx';
export { formatDuration } from './messages/duration.ts';
export { type UiCatalogue, type UiWords, englishWords } from './messages/words.ts';

// The page and its frame.
export { Frame, type FrameProps } from './components/frame.tsx';
export { type LinkItem, Page, type PageAssets, type PageProps, Shell, type ShellProps } from './components/page.tsx';
export { BackLink, type BackLinkProps, Heading, type HeadingProps } from './components/heading.tsx';
export { AssuranceBadge, type AssuranceBadgeProps, type OpenDoors, TwoDoors, type TwoDoorsProps } from './components/two-doors.tsx';
export { Steps, type StepsProps } from './components/steps.tsx';

// Forms.
export { Form, type FormProps } from './components/form.tsx';
export { Field, type FieldProps } from './components/field.tsx';
export { TextArea, type TextAreaProps } from './components/text-area.tsx';
export { PasswordField, type PasswordFieldProps } from './components/password-field.tsx';
export { Checkbox, type CheckboxProps, Select, type SelectProps } from './components/select.tsx';
export { type Choice, RadioCards, type RadioCardsProps } from './components/choices.tsx';
export { CodeInput, type CodeInputProps } from './components/code-input.tsx';
export { type CodeKind, type CodeShape, type GroupCount, codeShape } from './components/code-kinds.ts';
export { ErrorSummary, type ErrorSummaryProps, type PageError } from './components/error-summary.tsx';
export { Actions, Button, type ButtonKind, ButtonLink, type ButtonLinkProps, type ButtonProps } from './components/button.tsx';

// What a page shows.
export { CodeDisplay, type CodeDisplayProps, CopyButton, type CopyButtonProps } from './components/code-display.tsx';
export { CodeList, type CodeListProps } from './components/code-list.tsx';
export { QrCode, type QrCodeProps } from './components/qr-code.tsx';
export { Notice, type NoticeProps, Panel, type PanelProps, Panels } from './components/notice.tsx';
export { type ActionItem, ActionList, type ActionListProps } from './components/choices.tsx';
export {
  type Column,
  Details,
  type DetailsProps,
  SummaryList,
  type SummaryRow,
  Table,
  type TableProps,
} from './components/lists.tsx';
export { EmptyState, type EmptyStateProps } from './components/empty-state.tsx';
export { Countdown, type CountdownProps, Time, type TimeProps } from './components/time.tsx';
