import { verifyAudit } from '@sallyport/platform';
import type { Command } from '../usage.ts';
import { withInstallation } from '../with-installation.ts';
