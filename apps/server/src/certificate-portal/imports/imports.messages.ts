/** The sentences of bringing in certificates that somebody else issued. */
export const importsMessages = {
  importTitle: 'Bring in certificates of others',
  importLead:
    'Certificates that somebody else issued can be found and watched here, to their end. They are shown as not yours to revoke, and bringing one in proves nothing of its names.',
  importText: 'Certificates',
  importTextHint: 'Paste PEM, one certificate or many, or a PKCS #7 bundle. Never a private key.',
  importFiles: 'Or choose files',
  importFilesHint: 'PEM, DER (.cer, .crt) or PKCS #7 (.p7b): at most {files, number} files with {certificates, number} certificates.',
  importSend: 'Bring them in',
} as const;
