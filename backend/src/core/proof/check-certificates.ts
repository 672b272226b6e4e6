import { isSigned } from './checkpoint.js';
import { isDestructionStatement } from './destruction.js';
import { type Dossier, objectsIn, rowsOf, textIn, textsIn } from './dossier.js';
import { type CheckResult, Findings } from './findings.js';
import type { PlainRow } from '../journal/seal.js';

/** Every destruction certificate bears the exercise's signature and lists what its destruction and the evidence say. */
export function checkCertificates(dossier: Dossier): CheckResult {
  const findings = new Findings();
  const rows = rowsOf(dossier, 'destruction_certificate');
  const [key = {}] = rowsOf(dossier, 'exercise_key');
  const destructions = new Map(rowsOf(dossier, 'destruction').map((row) => [textIn(row, 'id'), row]));
  const hashes = new Map(rowsOf(dossier, 'evidence').map((row) => [textIn(row, 'id'), textIn(row, 'sha256')]));
  for (const row of rows) {
    const id = textIn(row, 'destruction_id');
    const about = { table: 'destruction_certificate', id };
    const statement = textIn(row, 'statement');
    const proof = { publicKey: textIn(key, 'public_key'), statement, signature: textIn(row, 'signature') };
    if (!isCanonical(proof.signature) || !isSigned(proof)) findings.add('CERTIFICATE_FORGED', about);
    else if (!isTrue(statement, destructions.get(id), hashes)) findings.add('CERTIFICATE_DIFFERS', about);
  }
  return findings.result(rows.length);
}

/** One spelling only: base64 may be written in several ways that all decode to the same bytes. */
function isCanonical(signature: string): boolean {
  return Buffer.from(signature, 'base64').toString('base64') === signature;
}

function isTrue(statement: string, of: PlainRow | undefined, hashes: ReadonlyMap<string, string>): boolean {
  if (of === undefined || textIn(of, 'state') !== 'CONFIRMED' || !isDestructionStatement(statement)) return false;
  const said = JSON.parse(statement) as PlainRow;
  const files = objectsIn(said, 'files');
  const wanted = [...textsIn(of, 'evidence_ids')].sort();
  const listed = files.map((file) => textIn(file, 'id')).sort();
  const isSame = said.code === of.code && said.exerciseId === of.exercise_id;
  return (
    isSame &&
    wanted.join() === listed.join() &&
    files.every((file) => hashes.get(textIn(file, 'id')) === textIn(file, 'sha256'))
  );
}
