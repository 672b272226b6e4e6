import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What a referee takes to judge it. */
export interface QueueSubject {
  readonly kind: 'SUBMISSION' | 'INCIDENT';
  readonly id: string;
}

/** Keeps the queue in step with what happens to its items. Working rows, no facts: nothing here is sealed. */
@Injectable()
export class QueueItems {
  /**
   * Call after every verdict or mark sheet: what is decided to the end (each node has a verdict, the incident a mark
   * sheet) leaves the queue; anything else stays as it is. Claims run on, so that whoever decided it may still look.
   */
  async settle(tx: EntityManager, subject: QueueSubject): Promise<void> {
    const [row] = await tx.query<{ settled: boolean }[]>(
      `SELECT CASE $1::text WHEN 'INCIDENT' THEN EXISTS (SELECT 1 FROM mark_sheet WHERE incident_id = $2)
              ELSE NOT EXISTS (SELECT 1 FROM attack_node n WHERE n.submission_id = $2
                                  AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.node_id = n.id)) END AS settled`,
      [subject.kind, subject.id],
    );
    if (row?.settled === true) await this.leave(tx, subject, 'SETTLED');
  }

  /** It waits again, at its old place in line: its value, priority and seats are worked out anew. */
  async reopen(tx: EntityManager, subject: QueueSubject): Promise<void> {
    await tx.query(
      `UPDATE queue_item SET state = 'WAITING', claimed_points = NULL, priority = NULL, due_at = NULL
        WHERE subject_kind = $1 AND subject_id = $2`,
      [subject.kind, subject.id],
    );
  }

  /** It leaves the queue undecided (returned, withdrawn) and ends all claims on it. */
  async close(tx: EntityManager, subject: QueueSubject): Promise<void> {
    await this.leave(tx, subject, 'CLOSED');
    await tx.query('DELETE FROM claim WHERE subject_id = $1', [subject.id]);
  }

  /** Nothing of it waits for the panel any more: what is left the chief referee decides. */
  async toChief(tx: EntityManager, subjectId: string): Promise<void> {
    await tx.query(`UPDATE queue_item SET state = 'CHIEF' WHERE subject_id = $1 AND state = 'WAITING'`, [subjectId]);
  }

  private async leave(tx: EntityManager, { kind, id }: QueueSubject, state: 'SETTLED' | 'CLOSED'): Promise<void> {
    await tx.query('UPDATE queue_item SET state = $3 WHERE subject_kind = $1 AND subject_id = $2', [kind, id, state]);
  }
}
