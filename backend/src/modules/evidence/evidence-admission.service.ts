import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { type MembershipFact, type Viewer } from '../../core/access/permissions.js';
import { readFileName } from '../../core/evidence/file-name.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { EvidenceKeys } from './evidence-keys.service.js';
import { EvidenceRoom } from './evidence-room.service.js';
import { EvidenceUpload } from './evidence-upload.entity.js';

/** How long an upload that nobody goes on with is kept. */
export const UPLOAD_HOURS = 24;
const HOUR_MS = 3_600_000;

/** What the sender says about an upload before its body is read. */
export interface Announced {
  readonly exerciseId: string;
  readonly commandId: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Lower-case hex; null: not said. */
  readonly sha256?: string | null;
}

/** Who may send what: everything that can be refused is refused before a byte of the body is read. */
@Injectable()
export class EvidenceAdmission {
  constructor(
    private readonly transaction: Transaction,
    private readonly exercises: ExerciseService,
    private readonly room: EvidenceRoom,
    private readonly keys: EvidenceKeys,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'uploadMaxBytes'>,
  ) {}

  /**
   * Takes an announced file in. One that the same command announced before and that is still underway is given up.
   * @returns the upload and the one it replaces
   * @throws Refusal FILE_NAME_REFUSED, FILE_TOO_LARGE, QUOTA_EXCEEDED, LIMIT_REACHED, EXERCISE_NOT_LIVE, NOT_FOUND
   */
  async admit(announced: Announced, viewer: Viewer): Promise<{ upload: EvidenceUpload; replaced: string[] }> {
    const party = { exerciseId: announced.exerciseId, partyId: partyIn(viewer, announced.exerciseId) };
    await this.requireOpen(party.exerciseId);
    const { commandId, sizeBytes } = announced;
    const fileName = nameOf(announced.fileName);
    const { uploadMaxBytes } = this.config;
    if (sizeBytes > uploadMaxBytes) throw new Refusal('FILE_TOO_LARGE', { maxBytes: String(uploadMaxBytes) });
    if (sizeBytes < 1) throw new Refusal('BAD_INPUT', {}, [{ path: 'file', code: 'REQUIRED' }]);
    const id = randomUUID();
    const { keyBox, keyMark } = await this.keys.make(id);
    const startedAt = this.clock.now();
    const expiresAt = new Date(startedAt.getTime() + UPLOAD_HOURS * HOUR_MS);
    const row: EvidenceUpload = {
      ...{ id, ...party, userId: viewer.userId, commandId, fileName, sizeBytes, keyBox, keyMark, startedAt, expiresAt },
      statedSha256: announced.sha256 ?? null,
      evidenceId: null,
    };
    const replaced = await this.transaction.run(async (tx) => {
      const earlier = { partyId: party.partyId, userId: viewer.userId, commandId };
      const before = (await tx.findBy(EvidenceUpload, earlier)).filter(({ evidenceId }) => evidenceId === null);
      const givenUp: string[] = [];
      for (const { id: old } of before) {
        // One that has become evidence meanwhile keeps its receipt.
        const { affected } = await tx.delete(EvidenceUpload, { id: old, evidenceId: IsNull() });
        if (affected === 1) givenUp.push(old);
      }
      await this.room.require(tx, party, sizeBytes);
      await tx.insert(EvidenceUpload, row);
      return givenUp;
    });
    return { upload: row, replaced };
  }

  /**
   * Makes sure that the viewer may go on with an upload: it is his party's and has not expired.
   * @throws Refusal NOT_FOUND, EXERCISE_NOT_LIVE
   */
  async requireOwn(upload: EvidenceUpload, viewer: Viewer): Promise<void> {
    if (upload.expiresAt <= this.clock.now()) throw new Refusal('NOT_FOUND');
    const grants = requireGrants(viewer, upload.exerciseId, 'evidence.file');
    if (!grants.some((grant) => partyOf(grant) === upload.partyId)) throw new Refusal('NOT_FOUND');
    await this.requireOpen(upload.exerciseId);
  }

  /** Evidence is taken until the result is final: what an appeal rests on comes after the end of the exercise. */
  private async requireOpen(exerciseId: string): Promise<void> {
    const { state } = await this.exercises.byId(exerciseId);
    if (state === 'FINAL') throw new Refusal('EXERCISE_NOT_LIVE', { state });
  }
}

/** The team or root unit a membership acts for. */
export function partyOf({ teamId, unitId }: MembershipFact): string | null {
  return teamId ?? unitId;
}

/** The party for which the viewer files evidence. @throws Refusal NOT_FOUND */
export function partyIn(viewer: Viewer | null, exerciseId: string): string {
  const [grant] = requireGrants(viewer, exerciseId, 'evidence.file');
  const partyId = grant === undefined ? null : partyOf(grant);
  if (partyId === null) throw new Refusal('NOT_FOUND');
  return partyId;
}

function nameOf(given: string): string {
  const read = readFileName(given);
  if ('name' in read) return read.name;
  throw new Refusal('FILE_NAME_REFUSED', { problem: read.problem }, [{ path: 'fileName', code: read.problem }]);
}
