import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import type { LocalText } from '../../platform/graphql/shared.types.js';
import { isChief } from '../adjudication/judging.rights.js';
import type { QueueFilter } from '../adjudication/queue.inputs.js';
import type { QueueItem } from '../adjudication/queue.types.js';
import { QueuePageService } from '../adjudication/queue-page.service.js';
import { QueueService } from '../adjudication/queue.service.js';
import { ProposalService } from '../likeness/proposal.service.js';
import type { WaitingItem } from './waiting.types.js';

/** Items looked at. */
const PAGE = { first: 100 };

/** What waits for a referee. */
@Injectable()
export class RefereeWaitingService {
  constructor(
    private readonly queues: QueueService,
    private readonly queue: QueuePageService,
    private readonly links: ProposalService,
  ) {}

  /** Work to judge, bonuses and links to decide. @throws Refusal NOT_FOUND */
  async waitingFor(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    const queued = await this.queued(exerciseId, viewer);
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
    return [...queued, ...bonuses, ...(await this.linksToDecide(exerciseId, viewer))];
  }

  /** What the viewer holds, and the head of what he may take or decide as chief referee, with the time it is due. */
  private async queued(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    const page = async (filter: QueueFilter) => (await this.queue.page(exerciseId, filter, PAGE, viewer)).nodes;
    const mine = await page({ seat: 'MINE' });
    const free = await page({ seat: 'FREE', isForMe: true });
    const left = isChief(viewer, exerciseId) ? await page({ state: 'CHIEF' }) : [];
    const open = [...free, ...left.filter(({ isRecused }) => !isRecused)];
    return [
      ...mine.map((item) => queuedItem(item, item.subjectKind === 'INCIDENT' ? 'INCIDENT_TO_MARK' : 'CLAIMED_BY_ME')),
      ...open.map((item) =>
        queuedItem(item, item.subjectKind === 'INCIDENT' ? 'INCIDENT_TO_MARK' : 'SUBMISSION_TO_JUDGE'),
      ),
    ];
  }

  /** Incidents for which a link is to be decided. */
  private async linksToDecide(exerciseId: string, viewer: Viewer | null): Promise<WaitingItem[]> {
    const waiting = await this.links.waitingLinks(exerciseId, viewer);
    return waiting.map(({ incidentId: subjectId, code, title, count, since }): WaitingItem => {
      return { kind: 'LINK_PROPOSED', subjectId, code, title: said(title), dueAt: null, since, count };
    });
  }
}

function queuedItem(item: QueueItem, kind: WaitingItem['kind']): WaitingItem {
  const { subjectId, code, dueAt, filedAt: since, nodeCount, judgedCount } = item;
  const title = said(item.teamName === null ? item.title : `${item.teamName} → ${item.unitName}`);
  return { kind, subjectId, code, title, dueAt, since, count: nodeCount === 0 ? null : nodeCount - judgedCount };
}

/** A name or title somebody gave: the same in both languages. */
function said(text: string): LocalText {
  return { zh: text, en: text };
}
