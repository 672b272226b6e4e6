import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { entityOf, type JsonRow, selectList } from '../../platform/database/entity-rows.js';
import { GatheredLookup } from '../../platform/database/gathered-lookup.js';
import { Statement } from '../../platform/database/statement.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import type { Opening } from '../exercise/numbering.service.js';
import { AttackNode } from './attack-node.entity.js';
import { AttackSubmission } from './submission.entity.js';

/** A submission with its nodes, and what its exercise says about filing it. */
export interface ReadDraft {
  readonly submission: AttackSubmission;
  readonly exercise: Opening & Pick<Exercise, 'attackRuleSetHash' | 'defenseRuleSetHash'>;
}

type Row = Omit<AttackSubmission, 'nodes'> & Pick<ReadDraft, 'exercise'> & { readonly nodes: readonly JsonRow[] };

/** Reads what is about to be filed: near a deadline many file at once, and one query answers them all. */
@Injectable()
export class DraftReader {
  private readonly drafts = new GatheredLookup((ids) => this.read(ids));
  private readonly statement: Statement<Row>;

  constructor(private readonly dataSource: DataSource) {
    this.statement = new Statement(
      `SELECT ${selectList(dataSource, AttackSubmission)},
              (SELECT coalesce(json_agg(n ORDER BY n.ordinal), '[]') FROM attack_node n
                WHERE n.submission_id = attack_submission.id) AS nodes,
              json_build_object('state', e.state, 'timeZone', e.time_zone, 'dailyOpensAt', e.daily_opens_at,
                                'dailyClosesAt', e.daily_closes_at, 'attackRuleSetHash', e.attack_rule_set_hash,
                                'defenseRuleSetHash', e.defense_rule_set_hash) AS exercise
         FROM attack_submission JOIN exercise e ON e.id = attack_submission.exercise_id
        WHERE attack_submission.id = ANY($1::uuid[])`,
    );
  }

  /** The submission as it stands now, whoever asks; undefined when there is none. */
  find(id: string): Promise<ReadDraft | undefined> {
    return isUUID(id) ? this.drafts.find(id.toLowerCase()) : Promise.resolve(undefined);
  }

  private async read(ids: readonly string[]): Promise<Map<string, ReadDraft>> {
    const rows = await this.statement.rows(this.dataSource.manager, [ids]);
    return new Map(rows.map((row) => [row.id, this.draftFrom(row)]));
  }

  private draftFrom({ exercise, nodes, ...submission }: Row): ReadDraft {
    const path = nodes.map((node) => entityOf(this.dataSource, AttackNode, node));
    return { submission: { ...submission, nodes: path }, exercise };
  }
}
