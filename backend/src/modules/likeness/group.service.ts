import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { exactText, points, sum } from '../../core/kernel/points.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { stepView } from '../../platform/graphql/shared.types.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';
import { groupedIncidents, groupedNodes } from './group-rows.js';
import type { GroupMember, LikenessGroup } from './likeness.types.js';
import { NamedWorks } from './named-works.service.js';

/** A member before it is named and scored. */
interface Grouped {
  readonly groupOf: string;
  readonly key: string;
  readonly memberId: string;
  readonly workId: string;
  readonly ordinal: number | null;
  readonly name: string;
}

/** Vulnerability groups 同一漏洞 and event groups 同一事件 as they stand: who was first, what each got. */
@Injectable()
export class GroupService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: LedgerService,
    private readonly works: NamedWorks,
  ) {}

  /** Vulnerability groups, the largest first, nodes in receipt order. @throws Refusal NOT_FOUND */
  async vulnerabilities(exerciseId: string, viewer: Viewer | null): Promise<LikenessGroup[]> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    const nodes = await groupedNodes(this.dataSource.manager, exerciseId);
    const grouped = nodes.map(({ nodeId, submissionId, ordinal, assetName, key }): Grouped => {
      return { groupOf: key, key, memberId: nodeId, workId: submissionId, ordinal, name: assetName };
    });
    return this.groups(grouped, 'ATTACK');
  }

  /** Event groups, the largest first, incidents in receipt order. A key means another event on another root unit. */
  async events(exerciseId: string, viewer: Viewer | null): Promise<LikenessGroup[]> {
    requireGrants(viewer, exerciseId, 'adjudication.read');
    const incidents = await groupedIncidents(this.dataSource.manager, exerciseId);
    const grouped = incidents.map(({ id, rootId, title, key }): Grouped => {
      return { groupOf: `${rootId} ${key}`, key, memberId: id, workId: id, ordinal: null, name: title };
    });
    return this.groups(grouped, 'RECOVERY');
  }

  private async groups(grouped: readonly Grouped[], account: ScoreEntry['account']): Promise<LikenessGroup[]> {
    const works = await this.works.byId(grouped.map(({ workId }) => workId));
    const entries = await this.ledger.inForceBySource(grouped.map(({ memberId }) => memberId));
    const own = Map.groupBy(
      entries.filter((entry) => entry.account === account),
      ({ sourceId }) => sourceId,
    );
    const groups = [...Map.groupBy(grouped, ({ groupOf }) => groupOf).values()].map((members): LikenessGroup => {
      const named = members.flatMap((member, index): GroupMember[] => {
        const work = works.get(member.workId);
        if (work === undefined) return [];
        const { memberId, ordinal, name } = member;
        return [{ work, memberId, ordinal, name, isFirst: index === 0, ...got(own.get(memberId) ?? []) }];
      });
      return { key: members[0]?.key ?? '', members: named };
    });
    return groups.sort((a, b) => b.members.length - a.members.length || (a.key < b.key ? -1 : 1));
  }
}

function got(entries: readonly ScoreEntry[]): Pick<GroupMember, 'points' | 'zeroReason'> {
  if (entries.length === 0) return { points: null, zeroReason: null };
  const reason = entries.map(({ zeroReason }) => zeroReason).find((zero) => zero !== null) ?? null;
  const total = exactText(sum(entries.map(({ amount }) => points(amount))));
  return { points: total, zeroReason: reason === null ? null : stepView(reason) };
}
