import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type DrillAct, isPlaced } from '../../core/drill/acts.js';
import type { Seal } from '../../core/journal/seal.js';
import type { Slot, Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { type NewNotice, NoticeService } from '../notice/notice.service.js';
import { type Drill, DrillActRow } from './drill.entity.js';
import { recordKind, rowOf } from './drill-rows.js';

/** An act to be written under its slot. */
export interface WrittenAct {
  readonly drill: Drill;
  readonly act: DrillAct;
  readonly id: string;
  readonly actorId: string | null;
  readonly slot: Slot;
}

/** Writes acts with the notices they give, and says what their journal records hold. */
@Injectable()
export class DrillActWriter {
  constructor(private readonly notices: NoticeService) {}

  /** Inside the work of a command; answers in the order of the acts. */
  async write(tx: EntityManager, acts: readonly WrittenAct[]): Promise<Written[]> {
    await tx.insert(
      DrillActRow,
      acts.map(({ drill, act, slot, id, actorId }) => rowOf(drill, act, slot, { id, actorId })) as object[],
    );
    // Acts of one transaction are of one stream, and so of one exercise.
    const exerciseId = acts[0]?.drill.exerciseId ?? '';
    const told = acts.map(({ drill, act, slot }) => ({ slot, notices: noticesOf(drill, act) }));
    const noticeIds = await this.notices.giveEach(tx, exerciseId, told);
    const seals = await sealRows(tx, { drill_act: acts.map(({ id }) => id), notice: noticeIds.flat() });
    const byId = new Map(seals.map((seal) => [seal.id, seal]));
    return acts.map(({ drill, act, id }, index) => {
      const sealed = [id, ...(noticeIds[index] ?? [])].flatMap((one): Seal[] => [byId.get(one) ?? []].flat());
      return writtenOf(drill, act, sealed);
    });
  }
}

/** The unit's people hear of what concerns their unit, and of the clock; of notes and calls nobody but those who direct. */
function writtenOf(drill: Drill, act: DrillAct, sealed: readonly Seal[]): Written {
  const kind = recordKind(act, drill);
  const at = new Date(act.atMs).toISOString();
  if (!isPlaced(act)) {
    const alsoTold = act.kind === 'NOTED' ? [] : drill.units.map(({ id }) => id);
    return { kind, subjectId: drill.id, partyId: null, details: { at, alsoTold, sealed } };
  }
  const { code, unitId } = act;
  const partyId = act.kind === 'CALLED' ? null : unitId;
  return { kind, subjectId: drill.id, partyId, details: { code, unitId, at, sealed } };
}

/** What the unit is told of an act: a code and its parameters. Never a title: the inject may yet be taken back. */
function toldOf(act: DrillAct): { code: string; params: Record<string, string> } | null {
  switch (act.kind) {
    case 'STARTED':
    case 'ENDED':
      return { code: `DRILL_${act.kind}`, params: {} };
    case 'RELEASED':
      return { code: 'DRILL_RELEASED', params: { code: act.code } };
    case 'TAKEN_BACK':
      return { code: 'DRILL_TAKEN_BACK', params: { code: act.code } };
    case 'REMINDED':
      return { code: act.of === 'COMPLETE' ? 'DRILL_OVERDUE' : 'DRILL_REMINDED', params: { code: act.code } };
    case 'ESCALATED':
      return { code: 'DRILL_ESCALATED', params: { code: act.code, to: act.to } };
    default:
      return null;
  }
}

/** To the unit concerned; of start and end to all. */
function noticesOf({ id: subjectId, content, units }: Drill, act: DrillAct): NewNotice[] {
  const place = isPlaced(act) ? act : null;
  const told = toldOf(act);
  if (told === null) return [];
  const params = { drill: content.title, ...told.params };
  const partyIds = place === null ? units.map(({ id }) => id) : [place.unitId];
  return partyIds.map((partyId) => ({ to: { partyId }, subjectId, code: told.code, params }));
}
