import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { PRIORITIES } from '../../core/adjudication/policy.js';
import { shownClaim } from '../../core/adjudication/claims.js';
import { groupsOf } from '../../core/adjudication/queue.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { Statement } from '../../platform/database/statement.js';
import type { PageArgs } from '../../platform/graphql/shared.types.js';
import { PolicyService } from '../policy/policy.service.js';
import type { Claim } from './claim.entity.js';
import { ClaimService } from './claim.service.js';
import { isChief, isRecused } from './judging.rights.js';
import { QueuePlacing } from './queue-placing.service.js';
import type { QueueFilter } from './queue.inputs.js';
import { COUNTS, ONE_ITEM, pageSql, type PlainItem, type QueueAsker, type QueuePosition } from './queue-sql.js';
import type { QueueConnection, QueueCounts, QueueItem } from './queue.types.js';
import { RecusalService } from './recusal.service.js';

/** Prepared page statements kept; each stays on its connections. */
const MOST_STATEMENTS = 64;

/** The referees' queue, page by page, straight from its table. */
@Injectable()
export class QueuePageService {
  private readonly statements = new Map<string, Statement<PlainItem>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly placing: QueuePlacing,
    private readonly policies: PolicyService,
    private readonly recusal: RecusalService,
    private readonly claims: ClaimService,
  ) {}

  /** By priority, then by due time, then by receipt. @throws Refusal NOT_FOUND */
  async page(exerciseId: string, filter: QueueFilter, page: PageArgs, viewer: Viewer | null): Promise<QueueConnection> {
    const asker = await this.asker(exerciseId, viewer);
    const after = positionIn(page.after);
    const { text, values } = pageSql({ exerciseId, filter, asker, after, limit: page.first + 1 });
    const rows = await this.statement(text).rows(this.dataSource.manager, values);
    const shown = rows.slice(0, page.first);
    const last = shown.at(-1);
    const endCursor = last === undefined ? null : cursorAt(last);
    const pageInfo = { endCursor, hasNextPage: rows.length > page.first };
    return { nodes: await this.dressed(shown, asker), pageInfo };
  }

  /** One item, in whatever state; null for what was never filed. @throws Refusal NOT_FOUND */
  async item(exerciseId: string, subjectId: string, viewer: Viewer | null): Promise<QueueItem | null> {
    const asker = await this.asker(exerciseId, viewer);
    const [row] = await this.dataSource.manager.query<PlainItem[]>(ONE_ITEM, [exerciseId, subjectId]);
    const [item] = await this.dressed(row === undefined ? [] : [row], asker);
    return item ?? null;
  }

  /** How much lies where, of one kind of item or of both. @throws Refusal NOT_FOUND */
  async counts(exerciseId: string, subjectKind: string | null, viewer: Viewer | null): Promise<QueueCounts> {
    const { groups, related, now, userId, plays, isChief: chief } = await this.asker(exerciseId, viewer);
    const values = [exerciseId, subjectKind, groups, related, userId, now, plays, chief];
    const [row] = await COUNTS.rows(this.dataSource.manager, values);
    if (row === undefined) throw new Error('an aggregate has always a row');
    return row;
  }

  /** Items with who holds them. */
  private async dressed(rows: readonly PlainItem[], asker: QueueAsker): Promise<QueueItem[]> {
    const claims = Map.groupBy(
      await this.claims.inForce(rows.map(({ subjectId }) => subjectId)),
      (claim) => claim.subjectId,
    );
    return rows.map((row) => itemOf(row, claims.get(row.subjectId) ?? [], asker));
  }

  /** What is asked for differs by filter only, of which there are few combinations that anybody uses. */
  private statement(text: string): Statement<PlainItem> {
    const known = this.statements.get(text);
    if (known !== undefined) return known;
    if (this.statements.size >= MOST_STATEMENTS) this.statements.clear();
    const made = new Statement<PlainItem>(text);
    this.statements.set(text, made);
    return made;
  }

  private async asker(exerciseId: string, viewer: Viewer | null): Promise<QueueAsker> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    const person = requireViewer(viewer);
    const { userId } = person;
    await this.placing.ensure(exerciseId);
    return {
      userId,
      plays: isRecused(person, exerciseId),
      isChief: isChief(person, exerciseId),
      groups: groupsOf(await this.policies.inForce(exerciseId), userId),
      related: await this.recusal.relatedTo(null, userId, exerciseId),
      now: this.clock.now(),
    };
  }
}

function itemOf(row: PlainItem, claims: Claim[], { now, groups, related, plays, userId }: QueueAsker): QueueItem {
  const { priority, teamId, rootUnitId, ...shown } = row;
  const parties = [teamId, rootUnitId].filter((party) => party !== null);
  return {
    ...shown,
    priority: PRIORITIES[priority] ?? 'NORMAL',
    isOverdue: row.state === 'WAITING' && row.dueAt < now,
    isRecused: plays || parties.some((party) => related.includes(party)),
    isOfMyGroup: row.groupKey === null || groups.includes(row.groupKey),
    claims,
    claim: shownClaim(claims, row.seats, userId),
    freeSeats: Math.max(0, row.seats - claims.length),
  };
}

/** An opaque cursor over an item's place. */
function cursorAt({ priority, dueAt, receiptSeq }: QueuePosition): string {
  return Buffer.from(`q${priority}.${dueAt.getTime()}.${receiptSeq}`).toString('base64url');
}

/** The place in a cursor; null for none or nonsense. */
function positionIn(cursor: string | null | undefined): QueuePosition | null {
  const match = /^q(\d)\.(\d{1,15})\.(\d{1,9})$/.exec(Buffer.from(cursor ?? '', 'base64url').toString());
  if (match === null) return null;
  return { priority: Number(match[1]), dueAt: new Date(Number(match[2])), receiptSeq: Number(match[3]) };
}
