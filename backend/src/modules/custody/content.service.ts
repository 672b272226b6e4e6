import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Evidence } from '../evidence/evidence.entity.js';
import { EvidenceFiles } from '../evidence/evidence-files.service.js';
import { EvidenceService } from '../evidence/evidence.service.js';

/** Why the content of evidence is not shown. */
export type Withheld = 'INFECTED';

/** What there is to be read, for whoever may read it. */
@Injectable()
export class ContentService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly evidence: EvidenceService,
    private readonly files: EvidenceFiles,
  ) {}

  /**
   * Evidence whose content the viewer may read.
   * @throws Refusal NOT_FOUND for unknown and foreign ids alike, EVIDENCE_DESTROYED when the content is gone for good
   */
  async readable(id: string, viewer: Viewer | null): Promise<Evidence> {
    const evidence = await this.evidence.read(id, viewer);
    const [gone] = await this.dataSource.query<{ code: string; at: Date }[]>(
      `SELECT code, settled_at AS at FROM destruction WHERE state = 'CONFIRMED' AND evidence_ids @> ARRAY[$1]::uuid[]`,
      [evidence.id],
    );
    if (gone !== undefined) throw new Refusal('EVIDENCE_DESTROYED', { code: gone.code, at: gone.at.toISOString() });
    return evidence;
  }

  /** Whether something keeps the content from being shown; it may still be handed out as a file. */
  async withheld({ id }: Evidence): Promise<Withheld | null> {
    const [row] = await this.dataSource.query<{ scan_state: string }[]>(
      'SELECT scan_state FROM evidence_content WHERE evidence_id = $1',
      [id],
    );
    return row?.scan_state === 'INFECTED' ? 'INFECTED' : null;
  }

  /** The beginning of a content, all of it when it is no longer than that. */
  head(evidence: Evidence, bytes: number): Promise<Buffer> {
    return this.files.head(evidence, bytes);
  }

  /** Whether the viewer's own team or unit filed it. */
  isOwn({ exerciseId, ownerPartyId }: Evidence, viewer: Viewer): boolean {
    return viewer.memberships.some(
      (membership) => membership.exerciseId === exerciseId && (membership.teamId ?? membership.unitId) === ownerPartyId,
    );
  }
}
