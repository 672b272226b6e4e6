/** What a destruction certificate says, read from its signed text. */
export interface CertificateContent {
  readonly exerciseName: string;
  readonly code: string;
  readonly reason: string;
  readonly retentionDays: number;
  readonly keptSince: string;
  readonly proposedBy: { readonly name: string };
  readonly proposedAt: string;
  readonly confirmedBy: { readonly name: string };
  readonly confirmedAt: string;
  readonly erasedAt: string;
  readonly journalHash: string;
  readonly files: readonly {
    readonly id: string;
    readonly fileName: string;
    readonly sizeBytes: number;
    readonly sha256: string;
    readonly recordedAt: string;
  }[];
}

/** The content of the signed text; null for what is none of ours. */
export function readCertificate(statement: string): CertificateContent | null {
  try {
    const content = JSON.parse(statement) as CertificateContent & { readonly format?: string };
    return content.format === 'yanwu-destruction-1' ? content : null;
  } catch {
    return null;
  }
}

/** Hands a certificate to the browser as a file that can be checked without us. */
export function saveCertificate(
  name: string,
  proof: { readonly statement: string; readonly signature: string; readonly publicKey: string },
): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(proof, null, 2)}\n`], { type: 'application/json' }));
  link.download = `${name}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
