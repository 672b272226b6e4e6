import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import type { Incident } from '../incident/incident.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import type { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import type { ClaimInput } from './adjudication.inputs.js';
import { ClaimingService } from './claiming.service.js';
import { QueuePageService } from './queue-page.service.js';
import type { ClaimIncidentInput, ClaimNextInput } from './queue.inputs.js';
import type { QueueItem } from './queue.types.js';

/** Taking items and giving them back, answered with what was taken. */
@Injectable()
export class ClaimFlow {
  constructor(
    private readonly claiming: ClaimingService,
    private readonly submissions: SubmissionService,
    private readonly incidents: IncidentService,
    private readonly pages: QueuePageService,
  ) {}

  /** @throws Refusal as ClaimingService.claim */
  async claim(input: ClaimInput, viewer: Viewer | null): Promise<AttackSubmission> {
    return this.submissions.load(await this.claiming.claim(input, viewer));
  }

  /** @throws Refusal as ClaimingService.release */
  async release(input: ClaimInput, viewer: Viewer | null): Promise<AttackSubmission> {
    return this.submissions.load(await this.claiming.release(input, viewer));
  }

  /** @throws Refusal as ClaimingService.claimIncident */
  async claimIncident(input: ClaimIncidentInput, viewer: Viewer | null): Promise<Incident> {
    return this.incidents.load(await this.claiming.claimIncident(input, viewer));
  }

  /** @throws Refusal as ClaimingService.releaseIncident */
  async releaseIncident(input: ClaimIncidentInput, viewer: Viewer | null): Promise<Incident> {
    return this.incidents.load(await this.claiming.releaseIncident(input, viewer));
  }

  /** @throws Refusal as ClaimingService.claimNext */
  async claimNext(input: ClaimNextInput, viewer: Viewer | null): Promise<QueueItem> {
    const subjectId = await this.claiming.claimNext(input, viewer);
    const item = await this.pages.item(input.exerciseId, subjectId, viewer);
    if (item === null) throw new Error('what was taken has left the queue for good');
    return item;
  }
}
