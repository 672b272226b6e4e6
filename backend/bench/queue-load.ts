import { randomUUID } from 'node:crypto';

/** A connection of whatever kind. */
interface Asks {
  readonly query: (text: string, values: unknown[]) => Promise<unknown>;
}

/** Where made-up work is put. */
export interface QueueLoad {
  readonly exerciseId: string;
  readonly teamId: string;
  readonly unitId: string;
  readonly filedById: string;
  readonly count: number;
  /** Number of the first code and receipt; apart from those the journal hands out. */
  readonly from: number;
  readonly filedAt: Date;
  readonly categoryKey?: string;
  readonly privilegeKey?: string | null;
}

/**
 * Files so many submissions of one node each by bare SQL, as no journal has seen: for measurements and tests of sheer number only. Drafts
 * are written first, since nodes cannot be added to what is filed.
 * @returns their ids in receipt order
 */
export async function fileMany(dataSource: Asks, load: QueueLoad): Promise<string[]> {
  const ids = Array.from({ length: load.count }, () => randomUUID() as string);
  const { exerciseId, teamId, unitId, filedById, from, filedAt } = load;
  await dataSource.query(DRAFTS, [ids, exerciseId, teamId, unitId, from, filedAt]);
  await dataSource.query(NODES, [ids, load.categoryKey ?? 'row-7', load.privilegeKey ?? 'admin']);
  await dataSource.query(FILED, [ids, filedById, filedAt, from]);
  return ids;
}

const DRAFTS = `
  INSERT INTO attack_submission (id, exercise_id, team_id, code, state, version, list_no, unit_id, title, source_addresses,
                                 controlled_addresses, summary, remediation, updated_at)
    SELECT d.id, $2, $3, 'A-' || ($5::int + d.place), 'DRAFT', 1, $5::int + d.place, $4, '成果 ' || d.place,
           '{203.0.113.5}', '{}', '', '', $6
      FROM unnest($1::uuid[]) WITH ORDINALITY AS d (id, place)`;

const NODES = `
  INSERT INTO attack_node (id, submission_id, ordinal, asset_name, system_key, source_address, destination_address, url,
                           means, technique, category_key, privilege_key, quantity, narrative, evidence_ids)
    SELECT gen_random_uuid(), d.id, 1, '主机 ' || d.place, 'system-' || d.place, '203.0.113.5', '198.51.100.7', '', '{}', '',
           $2, $3, 1, '', '{}'
      FROM unnest($1::uuid[]) WITH ORDINALITY AS d (id, place)`;

const FILED = `
  UPDATE attack_submission s
     SET state = 'FILED', filed_by_id = $2, filed_at = $3::timestamptz + d.place * interval '1 millisecond',
         receipt_seq = $4::int + d.place, version = 2
    FROM unnest($1::uuid[]) WITH ORDINALITY AS d (id, place)
   WHERE s.id = d.id`;
