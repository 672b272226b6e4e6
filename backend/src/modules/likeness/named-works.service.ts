import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { NamedWork } from './likeness.types.js';

/** Codes, titles and parties of filed results and incidents. */
@Injectable()
export class NamedWorks {
  constructor(private readonly dataSource: DataSource) {}

  /** Filed work by id; what is none is not listed. */
  async byId(ids: readonly string[]): Promise<ReadonlyMap<string, NamedWork>> {
    if (ids.length === 0) return new Map();
    const rows = await this.dataSource.manager.query<NamedWork[]>(WORKS, [[...new Set(ids)]]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

const WORKS = `
  SELECT s.id, s.code, s.title, t.name AS "partyName", t.id AS "partyId", coalesce(u.name, '') AS "unitName",
         s.receipt_seq AS "receiptSeq", s.filed_at AS "filedAt"
    FROM attack_submission s JOIN attack_team t ON t.id = s.team_id LEFT JOIN unit u ON u.id = s.unit_id
   WHERE s.id = ANY ($1) AND s.receipt_seq IS NOT NULL
  UNION ALL
  SELECT i.id, i.code, i.title, r.name, r.id, u.name, i.receipt_seq,
         (SELECT min(f.filed_at) FROM incident_report f WHERE f.incident_id = i.id AND f.state = 'FILED')
    FROM incident i JOIN unit r ON r.id = i.root_id JOIN unit u ON u.id = i.unit_id
   WHERE i.id = ANY ($1) AND i.receipt_seq IS NOT NULL`;
