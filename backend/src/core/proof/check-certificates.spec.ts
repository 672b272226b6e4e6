import { generateKeyPairSync } from 'node:crypto';
import { checkCertificates } from './check-certificates.js';
import { signStatement } from './checkpoint.js';
import { destructionStatement } from './destruction.js';
import type { Dossier, ExportTable } from './dossier.js';
import type { PlainRow } from '../journal/seal.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const at = '2026-12-01T00:00:00.000Z';
const person = (name: string) => ({ id: name, name });
const statement = destructionStatement({
  ...{ exerciseId: 'x', exerciseName: '演习', code: 'D-0001', reason: '期满', retentionDays: 180, keptSince: at },
  ...{ proposedBy: person('甲'), proposedAt: at, confirmedBy: person('乙'), confirmedAt: at, erasedAt: at },
  ...{ journalHash: 'h', fingerprint: 'f' },
  files: [{ id: 'e1', fileName: '图.png', sizeBytes: 1, sha256: 'aa', recordedAt: at }],
});

function dossier(changed: {
  readonly certificate?: PlainRow;
  readonly destruction?: PlainRow;
  readonly evidence?: PlainRow;
}): Dossier {
  const certificate = { destruction_id: 'd1', statement, signature: signStatement(statement, privateKey) };
  const destruction = { id: 'd1', exercise_id: 'x', code: 'D-0001', state: 'CONFIRMED', evidence_ids: ['e1'] };
  const rows = new Map<ExportTable, readonly PlainRow[]>([
    ['exercise_key', [{ public_key: publicKey }]],
    ['evidence', [{ id: 'e1', sha256: 'aa', ...changed.evidence }]],
    ['destruction', [{ ...destruction, ...changed.destruction }]],
    ['destruction_certificate', [{ ...certificate, ...changed.certificate }]],
  ]);
  const header = {
    format: '',
    version: 1,
    exerciseId: 'x',
    code: '',
    name: '',
    takenAt: at,
    head: { seq: 0, hash: '' },
  };
  return { header, rows };
}

describe('checkCertificates', () => {
  it('accepts what was signed', () => expect(checkCertificates(dossier({}))).toEqual({ count: 1, findings: [] }));

  it.each<[string, Parameters<typeof dossier>[0]]>([
    ['CERTIFICATE_FORGED', { certificate: { statement: statement.replace('乙', '丙') } }],
    ['CERTIFICATE_FORGED', { certificate: { signature: '' } }],
    ['CERTIFICATE_DIFFERS', { destruction: { evidence_ids: ['e1', 'e2'] } }],
    ['CERTIFICATE_DIFFERS', { destruction: { state: 'PROPOSED' } }],
    ['CERTIFICATE_DIFFERS', { evidence: { sha256: 'bb' } }],
    ['CERTIFICATE_DIFFERS', { certificate: { destruction_id: 'd2' } }],
  ])('finds %s', (code, changed) => expect(checkCertificates(dossier(changed)).findings).toMatchObject([{ code }]));
});
