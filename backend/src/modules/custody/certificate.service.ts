import { Injectable, Logger } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { type DestructionContent, destructionStatement, type NamedPerson } from '../../core/proof/destruction.js';
import { Clock } from '../../platform/clock/clock.js';
import { JournalRecord } from '../../platform/journal/journal-record.entity.js';
import { type PublicKey, SigningKeys } from '../../platform/signing/signing-keys.service.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { EvidenceFiles } from '../evidence/evidence-files.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { Destruction, DestructionCertificate } from './destruction.entity.js';

/** Carries confirmed destructions out and certifies them. */
@Injectable()
export class CertificateService {
  private readonly log = new Logger(CertificateService.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly keys: SigningKeys,
    private readonly files: EvidenceFiles,
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
  ) {}

  /** What was confirmed before a crash is carried out; at every start. */
  async finishAll(): Promise<void> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT d.id FROM destruction d LEFT JOIN destruction_certificate c ON c.destruction_id = d.id
        WHERE d.state = 'CONFIRMED' AND c.destruction_id IS NULL`,
    );
    for (const { id } of rows) await this.finish(id).catch((error: unknown) => this.log.error(String(error)));
  }

  /** Erases the files and keys of a confirmed destruction, then signs that it is done. May be repeated. */
  async finish(id: string): Promise<void> {
    const { manager } = this.dataSource;
    if (await manager.existsBy(DestructionCertificate, { destructionId: id })) return;
    const destruction = await manager.findOneByOrFail(Destruction, { id, state: 'CONFIRMED' });
    for (const evidenceId of destruction.evidenceIds) await this.files.destroy(evidenceId);
    const { exerciseId } = destruction;
    const issuedAt = this.clock.now();
    const statement = destructionStatement(await this.contentOf(destruction, issuedAt));
    const signature = await this.keys.sign(exerciseId, statement);
    const row = { destructionId: id, exerciseId, statement, signature, issuedAt };
    await manager.createQueryBuilder().insert().into(DestructionCertificate).values(row).orIgnore().execute();
  }

  /** The certificate of a destruction; null before there is one. */
  of({ id }: Destruction): Promise<DestructionCertificate | null> {
    return this.dataSource.manager.findOneBy(DestructionCertificate, { destructionId: id });
  }

  /** The key it was signed with. */
  keyOf(exerciseId: string): Promise<PublicKey | null> {
    return this.keys.publicKeyOf(exerciseId);
  }

  private async contentOf(destruction: Destruction, erasedAt: Date): Promise<DestructionContent> {
    const { exerciseId, code, reason, retentionDays, keptSince, proposedAt, settledAt, settledSeq } = destruction;
    const { name: exerciseName } = await this.exercises.byId(exerciseId);
    const key = await this.keys.publicKeyOf(exerciseId);
    const where = { streamId: exerciseId, seq: settledSeq ?? 0 };
    const record = await this.dataSource.manager.findOneByOrFail(JournalRecord, where);
    return {
      ...{ exerciseId, exerciseName, code, reason, retentionDays },
      keptSince: keptSince.toISOString(),
      proposedBy: await this.person(destruction.proposedById),
      proposedAt: proposedAt.toISOString(),
      confirmedBy: await this.person(destruction.settledById ?? ''),
      confirmedAt: (settledAt ?? erasedAt).toISOString(),
      erasedAt: erasedAt.toISOString(),
      journalHash: record.hash,
      files: await this.filesOf(destruction.evidenceIds),
      fingerprint: key?.fingerprint ?? '',
    };
  }

  private async person(id: string): Promise<NamedPerson> {
    const [user] = await this.identity.byIds([id]);
    return { id, name: user?.displayName ?? '' };
  }

  private async filesOf(ids: readonly string[]) {
    const where = { id: In([...ids]) };
    const rows = await this.dataSource.manager.find(Evidence, { where, order: { receiptSeq: 'ASC' } });
    return rows.map(({ id, fileName, sizeBytes, sha256, recordedAt }) => ({
      ...{ id, fileName, sizeBytes, sha256 },
      recordedAt: recordedAt.toISOString(),
    }));
  }
}
