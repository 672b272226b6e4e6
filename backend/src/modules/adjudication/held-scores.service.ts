import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PROOF_STARTED } from '../../core/journal/kinds.js';
import type { Phase, PinnedRules } from '../../core/scoring/compute-awards.js';
import { Scorer } from '../../core/scoring/scorer.js';
import { FactsService } from './facts.service.js';
import { isUntouched, touchedBy, type TouchingRecord } from './touched.js';

/** What the scores of an exercise are computed under. */
export interface Terms {
  readonly exerciseId: string;
  readonly rules: PinnedRules;
  readonly phase: Phase;
}

/** Scores as of a journal number. They may know more than that number says, never less: reading on is harmless. */
interface Held {
  readonly seq: number;
  readonly scorer: Scorer;
}

/** Scores as the last record left them. */
export interface LockedScores {
  readonly scorer: Scorer;
  /**
   * Incidents with reports filed since points were last posted. Filing posts nothing, so the next act that scores posts
   * what became of these and of the other incidents of their units: the only awards a filing can change.
   */
  readonly unposted: readonly string[];
}

/**
 * Scores of the exercises in use, held in memory. Whoever wants them first reads in the journal what has happened since,
 * on whichever instance, and has only that computed again; so several instances need not know of each other. An act
 * that was rolled back leaves no trace: what it computed is kept only after its COMMIT (`keep`).
 */
@Injectable()
export class HeldScores {
  /** Least recently used first. */
  private readonly held = new Map<string, Held>();
  private readonly loading = new Map<string, Promise<Scorer>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactsService,
  ) {}

  /** Scores as they stand. Of several who ask before they are held, one loads and the others wait for it. */
  async current(terms: Terms): Promise<Scorer> {
    const { exerciseId } = terms;
    // Waiting is not enough: what was committed meanwhile must be seen too.
    await this.loading.get(exerciseId)?.catch(() => null);
    const running = this.caughtUp(this.dataSource.manager, terms);
    this.loading.set(exerciseId, running);
    try {
      return await running;
    } finally {
      if (this.loading.get(exerciseId) === running) this.loading.delete(exerciseId);
    }
  }

  /**
   * Scores as the last record left them, for an act that holds the stream and has written no facts yet: everything
   * committed is seen and nothing else.
   */
  async underLock(tx: EntityManager, terms: Terms): Promise<LockedScores> {
    return { scorer: await this.caughtUp(tx, terms), unposted: await incidentsSincePosting(tx, terms.exerciseId) };
  }

  /** Keeps scores as of a journal number, unless later ones are held. */
  keep(exerciseId: string, seq: number, scorer: Scorer): void {
    const known = this.held.get(exerciseId);
    if (known !== undefined && known.seq > seq) return;
    this.held.delete(exerciseId);
    this.held.set(exerciseId, { seq, scorer });
    const [oldest] = this.held.keys();
    if (this.held.size > MOST_HELD && oldest !== undefined) this.held.delete(oldest);
  }

  private async caughtUp(tx: EntityManager, terms: Terms): Promise<Scorer> {
    const { exerciseId } = terms;
    const known = this.held.get(exerciseId);
    if (known === undefined || !isUnder(known.scorer, terms)) return this.loaded(tx, terms);
    const records = await recordsAfter(tx, exerciseId, known.seq);
    const touched = touchedBy(records);
    if (touched === null) return this.loaded(tx, terms);
    const seq = records.at(-1)?.seq ?? known.seq;
    const scorer = isUntouched(touched)
      ? known.scorer
      : known.scorer.with(await this.facts.changeOf(exerciseId, touched, tx)).scorer;
    this.keep(exerciseId, seq, scorer);
    return scorer;
  }

  private async loaded(tx: EntityManager, { exerciseId, rules, phase }: Terms): Promise<Scorer> {
    const [head] = await tx.query<{ seq: number }[]>(
      `SELECT head_seq AS seq FROM journal_stream WHERE stream_id = $1`,
      [exerciseId],
    );
    const scorer = Scorer.of(rules, await this.facts.load(exerciseId, tx), phase);
    this.keep(exerciseId, head?.seq ?? 0, scorer);
    return scorer;
  }
}

/** Exercises that run at once on one instance are few; a large one takes some hundred megabytes. */
const MOST_HELD = 4;

/** Rules and phase are those asked for: when an exercise ends or its rules change everything is computed anew. */
function isUnder(scorer: Scorer, { rules, phase }: Terms): boolean {
  const { attack, defense } = scorer.rules;
  return scorer.phase === phase && attack.hash === rules.attack.hash && defense.hash === rules.defense.hash;
}

async function recordsAfter(tx: EntityManager, exerciseId: string, seq: number): Promise<TouchingRecord[]> {
  return tx.query<TouchingRecord[]>(
    `SELECT seq, kind, subject_id AS "subjectId" FROM journal_record WHERE stream_id = $1 AND seq > $2 ORDER BY seq`,
    [exerciseId, seq],
  );
}

/** The start of the proof carries the ledger's hash as acts that score do, but scores nothing. */
async function incidentsSincePosting(tx: EntityManager, exerciseId: string): Promise<string[]> {
  const found = await tx.query<{ id: string }[]>(
    `SELECT DISTINCT subject_id AS id FROM journal_record
      WHERE stream_id = $1 AND kind = 'INCIDENT_REPORT_FILED'
        AND seq > coalesce((SELECT seq FROM journal_record
                             WHERE stream_id = $1 AND details ? 'posted' AND kind <> $2
                             ORDER BY seq DESC LIMIT 1), 0)`,
    [exerciseId, PROOF_STARTED],
  );
  return found.map(({ id }) => id);
}
