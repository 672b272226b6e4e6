import { Injectable } from '@nestjs/common';
import { grantsIn, type Permission, type Viewer } from '../../core/access/permissions.js';
import { exactText, points, sum } from '../../core/kernel/points.js';
import { requireGrants } from '../../platform/access/viewer.js';
import type { LocalText } from '../../platform/graphql/shared.types.js';
import type { Loss } from '../adjudication/adjudication.types.js';
import { LossService } from '../adjudication/loss.service.js';
import { IncidentService } from '../incident/incident.service.js';
import type { ReturnedWork } from '../submission/filed-version.types.js';
import { SubmissionService } from '../submission/submission.service.js';
import { ControlWaitingService } from './control-waiting.service.js';
import { RefereeWaitingService } from './referee-waiting.service.js';
import type { WaitingItem } from './waiting.types.js';

/** Drafts looked at; they come first in every list. */
const PAGE = { first: 100 };

/** What waits for one person now, from all the roles he holds in the exercise. */
@Injectable()
export class WaitingService {
  constructor(
    private readonly submissions: SubmissionService,
    private readonly incidents: IncidentService,
    private readonly referees: RefereeWaitingService,
    private readonly losses: LossService,
    private readonly control: ControlWaitingService,
  ) {}

  /** What is due comes first, then what has waited longest. @throws Refusal NOT_FOUND */
  async waitingFor(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    requireGrants(viewer, exerciseId, 'waiting.read');
    const isAllowed = (permission: Permission): boolean => grantsIn(viewer, exerciseId, permission).length > 0;
    const parts = [
      isAllowed('verdict.record') ? await this.referees.waitingFor(exerciseId, viewer) : [],
      isAllowed('submission.file') ? await this.forAttacker(exerciseId, viewer) : [],
      isAllowed('incident.file') ? await this.forDefender(exerciseId, viewer) : [],
      await this.control.waitingFor(exerciseId, viewer),
    ];
    return parts.flat().sort((a, b) => at(a.dueAt) - at(b.dueAt) || at(a.since) - at(b.since));
  }

  private async forAttacker(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    const { nodes } = await this.submissions.list(exerciseId, PAGE, viewer);
    const returned = await this.submissions.returnedTo(exerciseId, viewer);
    const drafts = nodes
      .filter(({ filedAt }) => filedAt === null)
      .map(({ id, code, title, updatedAt, nodes: path }): WaitingItem => {
        return {
          kind: 'DRAFT_SUBMISSION',
          subjectId: id,
          code,
          title: said(title),
          dueAt: null,
          since: updatedAt,
          count: path.length,
        };
      });
    return [...returned.map((work) => toMend('RETURNED_SUBMISSION', work)), ...drafts];
  }

  private async forDefender(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    const { nodes } = await this.incidents.list(exerciseId, PAGE, viewer);
    const returned = await this.incidents.returnedTo(exerciseId, viewer);
    const drafts = nodes.flatMap(({ id, code, title, reports }): WaitingItem[] => {
      const open = reports.filter(({ state }) => state === 'DRAFT');
      const since = open[0]?.updatedAt ?? null;
      return open.length === 0
        ? []
        : [{ kind: 'DRAFT_REPORT', subjectId: id, code, title: said(title), dueAt: null, since, count: open.length }];
    });
    const empty = nodes
      .filter(({ reports }) => reports.length === 0)
      .map(({ id, code, title, createdAt }): WaitingItem => {
        return {
          kind: 'INCIDENT_WITHOUT_REPORT',
          subjectId: id,
          code,
          title: said(title),
          dueAt: null,
          since: createdAt,
          count: null,
        };
      });
    const bonuses = (await this.incidents.bonusClaims(exerciseId, viewer))
      .filter(({ filedAt }) => filedAt === null)
      .map(({ id, code, title, updatedAt }): WaitingItem => {
        return {
          kind: 'DRAFT_BONUS',
          subjectId: id,
          code,
          title: said(title),
          dueAt: null,
          since: updatedAt,
          count: null,
        };
      });
    const mending = returned.map((work) => toMend('RETURNED_REPORT', work));
    return [...mending, ...drafts, ...empty, ...bonuses, ...openLosses(await this.losses.lossesOf(exerciseId, viewer))];
  }
}

/** Losses no incident stands for yet, one item per attack result; the code is what was lost. */
function openLosses(losses: readonly Loss[]): WaitingItem[] {
  const groups = Map.groupBy(
    losses.filter(({ incidentId }) => incidentId === null),
    ({ lossGroup }) => lossGroup,
  );
  return [...groups.values()].flatMap((group): WaitingItem[] => {
    const [latest] = group;
    if (latest === undefined) return [];
    const titles = [...new Map(group.map(({ ruleRow, ruleTitle }) => [ruleRow, ruleTitle])).values()];
    const title = { zh: titles.map(({ zh }) => zh).join('、'), en: titles.map(({ en }) => en).join(', ') };
    const code = exactText(sum(group.map(({ amount }) => points(amount))));
    const { nodeId: subjectId, decidedAt: since } = latest;
    return [{ kind: 'LOSS_WITHOUT_INCIDENT', subjectId, code, title, dueAt: null, since, count: group.length }];
  });
}

/** What was returned waits until its deadline. */
function toMend(kind: 'RETURNED_SUBMISSION' | 'RETURNED_REPORT', { title, ...returned }: ReturnedWork): WaitingItem {
  return { kind, ...returned, title: said(title) };
}

/** A name or title somebody gave: the same in both languages. */
function said(text: string): LocalText {
  return { zh: text, en: text };
}

/** Nothing due sorts last. */
function at(instant: Date | null): number {
  return instant?.getTime() ?? Number.MAX_SAFE_INTEGER;
}
