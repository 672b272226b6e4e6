import { Injectable } from '@nestjs/common';
import { grantsIn, type Permission, type Viewer } from '../../core/access/permissions.js';
import { exactText, points, sum } from '../../core/kernel/points.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import type { LocalText } from '../../platform/graphql/shared.types.js';
import type { Loss } from '../adjudication/adjudication.types.js';
import { LossService } from '../adjudication/loss.service.js';
import { QueueService } from '../adjudication/queue.service.js';
import { IncidentService } from '../incident/incident.service.js';
import { SubmissionService } from '../submission/submission.service.js';
import { ControlWaitingService } from './control-waiting.service.js';
import type { WaitingItem } from './waiting.types.js';

/** Drafts looked at; they come first in every list. */
const PAGE = { first: 100 };

/** What waits for one person now, from all the roles he holds in the exercise. */
@Injectable()
export class WaitingService {
  constructor(
    private readonly submissions: SubmissionService,
    private readonly incidents: IncidentService,
    private readonly queues: QueueService,
    private readonly losses: LossService,
    private readonly control: ControlWaitingService,
  ) {}

  /** What is due comes first, then what has waited longest. @throws Refusal NOT_FOUND */
  async waitingFor(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    requireGrants(viewer, exerciseId, 'waiting.read');
    const isAllowed = (permission: Permission): boolean => grantsIn(viewer, exerciseId, permission).length > 0;
    const parts = [
      isAllowed('verdict.record') ? await this.forReferee(exerciseId, viewer) : [],
      isAllowed('submission.file') ? await this.forAttacker(exerciseId, viewer) : [],
      isAllowed('incident.file') ? await this.forDefender(exerciseId, viewer) : [],
      await this.control.waitingFor(exerciseId, viewer),
    ];
    return parts.flat().sort((a, b) => at(a.dueAt) - at(b.dueAt) || at(a.since) - at(b.since));
  }

  private async forReferee(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    const { userId } = requireViewer(viewer);
    const submissions = (await this.queues.submissionsToJudge(exerciseId, viewer))
      .filter(({ claim, isRecused }) => !isRecused && (claim === null || claim.refereeId === userId))
      .map(({ submissionId, code, teamName, unitName, claim, filedAt, nodeCount, judgedCount }): WaitingItem => {
        const kind = claim === null ? 'SUBMISSION_TO_JUDGE' : 'CLAIMED_BY_ME';
        const subject = { subjectId: submissionId, code, title: said(`${teamName} → ${unitName}`) };
        return { kind, ...subject, dueAt: claim?.expiresAt ?? null, since: filedAt, count: nodeCount - judgedCount };
      });
    const incidents = (await this.queues.incidentsToMark(exerciseId, viewer))
      .filter(({ isMarked }) => !isMarked)
      .map(({ incidentId, code, title, filedAt }): WaitingItem => {
        return {
          kind: 'INCIDENT_TO_MARK',
          subjectId: incidentId,
          code,
          title: said(title),
          dueAt: null,
          since: filedAt,
          count: null,
        };
      });
    const bonuses = (await this.queues.bonusesToJudge(exerciseId, viewer)).map(
      ({ id, code, title, filedAt }): WaitingItem => {
        return {
          kind: 'BONUS_TO_JUDGE',
          subjectId: id,
          code,
          title: said(title),
          dueAt: null,
          since: filedAt,
          count: null,
        };
      },
    );
    return [...submissions, ...incidents, ...bonuses, ...(await this.linksToDecide(exerciseId, viewer))];
  }

  /** Incidents without a link for which something was proposed. */
  private async linksToDecide(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    const byIncident = Map.groupBy(await this.queues.linkProposals(exerciseId, viewer), ({ incidentId }) => incidentId);
    return [...byIncident.values()].flatMap((proposals): WaitingItem[] => {
      const [first] = proposals;
      if (first === undefined || proposals.some(({ isLinked }) => isLinked)) return [];
      const { incidentId: subjectId, incidentCode: code, incidentTitle: title } = first;
      const subject = { subjectId, code, title: said(title) };
      return [{ kind: 'LINK_PROPOSED', ...subject, dueAt: null, since: null, count: proposals.length }];
    });
  }

  private async forAttacker(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    const { nodes } = await this.submissions.list(exerciseId, PAGE, viewer);
    return nodes
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
  }

  private async forDefender(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    const { nodes } = await this.incidents.list(exerciseId, PAGE, viewer);
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
    return [...drafts, ...empty, ...bonuses, ...openLosses(await this.losses.lossesOf(exerciseId, viewer))];
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

/** A name or title somebody gave: the same in both languages. */
function said(text: string): LocalText {
  return { zh: text, en: text };
}

/** Nothing due sorts last. */
function at(instant: Date | null): number {
  return instant?.getTime() ?? Number.MAX_SAFE_INTEGER;
}
