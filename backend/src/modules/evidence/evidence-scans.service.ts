import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { BrokenSeal } from '../../core/evidence/sealed-frames.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { type Finding, scanStream } from './evidence-clamd.js';
import { EvidenceContent, type ScanState } from './evidence-content.entity.js';
import { EvidenceFiles, type EvidenceRef } from './evidence-files.service.js';

/** While clamd cannot be reached it is asked again this often. */
const RETRY_MS = 30_000;

/**
 * Has clamd look at new evidence, one file after the other, beside everything else: nobody waits for it, and whatever it
 * finds the file is kept. Where several servers share a database a file may be scanned twice, which does no harm.
 */
@Injectable()
export class EvidenceScans implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(EvidenceScans.name);
  private round: Promise<void> | null = null;
  private isWanted = false;
  private isStopped = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly files: EvidenceFiles,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'clamd'>,
  ) {}

  onApplicationBootstrap(): void {
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.round;
  }

  /** Says that there may be something to scan. */
  wake(): void {
    if (this.config.clamd === undefined || this.isStopped) return;
    this.isWanted = true;
    this.round ??= this.run(this.config.clamd).finally(() => (this.round = null));
  }

  /** What is known of these; a content that has been destroyed counts as never scanned. */
  async statesOf(ids: readonly string[]): Promise<{ id: string; scanState: ScanState; scanFinding: string | null }[]> {
    const rows = await this.dataSource.manager.findBy(EvidenceContent, { evidenceId: In([...ids]) });
    const byId = new Map(rows.map((row) => [row.evidenceId, row]));
    return ids.map((id) => {
      const row = byId.get(id);
      return { id, scanState: row?.scanState ?? 'NOT_CONFIGURED', scanFinding: row?.scanFinding ?? null };
    });
  }

  private async run(address: string): Promise<void> {
    try {
      while (this.isWanted && !this.isStopped) {
        this.isWanted = false;
        for (let next = await this.next(); next !== null && !this.isStopped; next = await this.next()) {
          await this.note(next.id, await this.scan(address, next));
        }
      }
    } catch (error) {
      this.log.warn(`clamd at ${address}: ${error instanceof Error ? error.message : String(error)}`);
      if (!this.isStopped) this.timer = setTimeout(() => this.wake(), RETRY_MS).unref();
    }
  }

  /** A file that is no longer there, or not what was sealed, is the fault of that file: the others do not wait for it. */
  private async scan(address: string, evidence: EvidenceRef): Promise<Finding> {
    try {
      return await scanStream(address, await this.files.openRead(evidence));
    } catch (error) {
      if (!(error instanceof BrokenSeal || error instanceof Refusal)) throw error;
      this.log.error(`${evidence.id}: ${error.message}`);
      return { state: 'FAILED', why: error.message.slice(0, 200) };
    }
  }

  private async next(): Promise<EvidenceRef | null> {
    const [row] = await this.dataSource.query<{ id: string; size_bytes: string }[]>(
      `SELECT e.id, e.size_bytes FROM evidence_content c JOIN evidence e ON e.id = c.evidence_id
        WHERE c.scan_state = 'PENDING' ORDER BY e.recorded_at, e.id LIMIT 1`,
    );
    return row === undefined ? null : { id: row.id, sizeBytes: Number(row.size_bytes) };
  }

  private async note(evidenceId: string, finding: Finding): Promise<void> {
    const scanFinding = finding.state === 'INFECTED' ? finding.name : finding.state === 'FAILED' ? finding.why : null;
    await this.dataSource.manager.update(
      EvidenceContent,
      { evidenceId },
      { scanState: finding.state, scanFinding, scannedAt: this.clock.now() },
    );
  }
}
