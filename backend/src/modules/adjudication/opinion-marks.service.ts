import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { agreeOnSheets, type SheetDraft } from '../../core/adjudication/agreement.js';
import { panelState } from '../../core/adjudication/agreement-state.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import type { DefenseRules } from '../../core/ruleset/defense-rules.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import type { Incident } from '../incident/incident.entity.js';
import type { MarksInput } from './adjudication.inputs.js';
import { type DecisionOrigin, Decisions } from './agreement-decisions.service.js';
import { requireChief, requireReferee } from './judging.rights.js';
import { MarksService } from './marks.service.js';
import { basisOf, differedSeals, requireSame, requireUnseated } from './opinion-acts.js';
import { type Given, OpinionPanels, type PanelSubject } from './opinion-panels.service.js';
import type { MarksOpinionInput } from './opinion.inputs.js';
import { IncidentService } from '../incident/incident.service.js';
import { PolicyService } from '../policy/policy.service.js';
import { defenseRules } from './scoring.service.js';

interface Act<T extends MarksInput> {
  readonly input: T;
  readonly draft: SheetDraft;
  readonly incident: Incident;
  readonly referee: Viewer;
  readonly rules: DefenseRules;
}

/** Opinions 评审意见 on incidents that several referees mark blind, and what they come to. */
@Injectable()
export class OpinionMarks {
  constructor(
    private readonly journal: Journal,
    private readonly marks: MarksService,
    private readonly decisions: Decisions,
    private readonly panels: OpinionPanels,
    private readonly policies: PolicyService,
    private readonly incidents: IncidentService,
  ) {}

  /**
   * Records a whole sheet as an opinion; the last of its round becomes the mark sheet where all agree. Where a sheet is
   * in force already, the panel meets anew.
   * @throws Refusal BAD_INPUT, CLAIMED_BY_OTHER, CONFLICT_OF_INTEREST (also for the chief referee), OPINION_GIVEN,
   * STALE_VERSION, WRONG_STATE
   */
  async record(input: MarksOpinionInput, viewer: Viewer | null): Promise<string> {
    const act = await this.acted(input, viewer);
    const { exerciseId, id } = act.incident;
    requireUnseated(act.referee, exerciseId);
    // The record must not let anybody try out what an opinion says, so its words are no part of what is hashed.
    const content = { commandId: input.commandId, incidentId: input.incidentId, round: input.round };
    const command = { streamId: exerciseId, kind: 'OPINION_RECORDED', commandId: input.commandId, content };
    const receipt = await this.journal.append({ ...command, actor: act.referee }, (tx, slot) =>
      this.write(tx, slot, act),
    );
    if (receipt.isRepeat) requireSame(await this.panels.contentsOf([input.commandId]), input.commandId, act.draft);
    return id;
  }

  /**
   * The chief referee decides where sheets differ to the end, or hold each other up.
   * @throws Refusal BAD_INPUT without a comment, WRONG_STATE before the first round is in, CONFLICT_OF_INTEREST
   */
  async decide(input: MarksInput, viewer: Viewer | null): Promise<string> {
    const act = await this.acted(input, viewer);
    requireChief(act.referee, act.incident.exerciseId);
    refuseBadInput(input.comment.trim() === '' ? [{ path: 'comment', code: 'REQUIRED' }] : []);
    const command = { streamId: act.incident.exerciseId, kind: 'MARKS_DECIDED', commandId: input.commandId };
    await this.journal.append({ ...command, content: input, actor: act.referee }, (tx, slot) =>
      this.writeDecision(tx, slot, act),
    );
    return act.incident.id;
  }

  private async acted<T extends MarksInput>(input: T, viewer: Viewer | null): Promise<Act<T>> {
    const incident = await this.marks.markable(input, viewer);
    const referee = requireReferee(viewer, incident.exerciseId);
    await this.decisions.prepare(incident.exerciseId);
    const rules = defenseRules(await this.marks.rulesFor(incident));
    const marks = input.marks.map(({ itemKey, share, comment }) => ({ itemKey, share, comment }));
    return { input, incident, referee, rules, draft: { marks, comment: input.comment } };
  }

  private async write(tx: EntityManager, slot: Slot, act: Act<MarksOpinionInput>): Promise<Written> {
    const { input, incident, referee, draft } = act;
    const { exercise, panel } = await this.opened(tx, slot, act);
    const subject = { kind: 'INCIDENT', id: incident.id } as const;
    const holder = { referee, now: slot.recordedAt };
    await this.decisions.requireSeat(tx, subject, holder);
    const giving = { commandId: input.commandId, refereeId: referee.userId, round: input.round, content: draft };
    const given = await this.panels.give(tx, slot, { subject: panel, giving });
    await this.decisions.renew(tx, { subject, exercise, keep: true }, holder);
    if (given.contents === null) {
      const details = { round: given.round, sealed: await sealRows(tx, { opinion: input.commandId }) };
      return { subjectId: incident.id, partyId: null, details };
    }
    const { settled } = agreeOnSheets(act.rules, given.contents, await this.policies.inForce(exercise.id, tx));
    if (settled === null) return this.differed(tx, act, given);
    const opinionIds = this.panels.idsOf(given.sitting, given.round);
    const origin: DecisionOrigin = {
      id: input.commandId,
      exercise,
      refereeId: referee.userId,
      basis: basisOf(given.round),
      opinionIds,
      written: { opinion: [input.commandId], opinion_content: opinionIds },
    };
    const posted = await this.decisions.sheet(tx, slot, { ...origin, incident, draft: settled });
    const details = { round: given.round, before: panel.replacesId, ...posted };
    return { kind: 'MARKS_AGREED', subjectId: incident.id, partyId: incident.rootId, details };
  }

  private async differed(
    tx: EntityManager,
    { input, incident }: Act<MarksOpinionInput>,
    given: Given<SheetDraft>,
  ): Promise<Written> {
    if (panelState(given.sitting) === 'CHIEF') await this.panels.toChief(tx, incident);
    const sealed = await differedSeals(tx, input.commandId, this.panels.idsOf(given.sitting, given.round));
    return {
      kind: 'OPINIONS_DIFFERED',
      subjectId: incident.id,
      partyId: null,
      details: { round: given.round, sealed },
    };
  }

  private async writeDecision(tx: EntityManager, slot: Slot, act: Act<MarksInput>): Promise<Written> {
    const { input, incident, referee, draft } = act;
    const { exercise, panel } = await this.opened(tx, slot, act);
    const opinionIds = await this.panels.decidable(tx, panel, referee.userId);
    const origin: DecisionOrigin = {
      id: input.commandId,
      exercise,
      refereeId: referee.userId,
      basis: 'CHIEF',
      opinionIds,
      written: { opinion_content: opinionIds },
    };
    const posted = await this.decisions.sheet(tx, slot, { ...origin, incident, draft });
    const details = { before: panel.replacesId, ...posted };
    return { subjectId: incident.id, partyId: incident.rootId, details };
  }

  /** The sitting is on the sheet its referee saw. @throws Refusal STALE_VERSION */
  private async opened(
    tx: EntityManager,
    { recordedAt }: Slot,
    { input, incident, referee }: Act<MarksInput>,
  ): Promise<{ readonly exercise: Exercise; readonly panel: PanelSubject }> {
    const exercise = await this.decisions.requireIncident(tx, incident, referee);
    await this.incidents.requireMarkable(tx, incident.id, recordedAt);
    const before = await this.marks.inForce(tx, incident.id);
    const replacesId = before?.id ?? null;
    if (replacesId !== (input.expectedMarkSheetId ?? null)) throw new Refusal('STALE_VERSION');
    await this.marks.requireUnsettled(tx, before);
    const { id, exerciseId } = incident;
    return { exercise, panel: { exerciseId, kind: 'INCIDENT', id, itemId: id, replacesId } };
  }
}
