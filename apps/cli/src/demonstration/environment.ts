import { join } from 'node:path';

const SUPPORT_FILE = join(import.meta.dirname, '../demonstration/support.json');

/** What the demonstration sets where nothing else is set. */
export function demonstrationEnvironment(): NodeJS.ProcessEnv {
  return {
    SALLYPORT_ISSUER_NAME: 'Northwind Harbour Authority',
    SALLYPORT_SUPPORT_FILE: SUPPORT_FILE,
    SALLYPORT_SUPPORT_MAIL: 'help-desk@northwind.example',
    SALLYPORT_SUPPORT_TELEPHONE: '+800 5550 0199',
    SALLYPORT_CERTIFICATE_SUFFIXES: 'northwind.example localhost 127.0.0.1 192.0.2.17',
    SALLYPORT_LOG_LEVEL: 'warn',
    ...process.env,
  };
}
