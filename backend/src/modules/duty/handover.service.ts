import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import type { DutyActOf } from '../../core/duty/acts.js';
import { type DutyStanding, presentIn, slotIn } from '../../core/duty/duty-fold.js';
import { nextSlot } from '../../core/duty/handover.js';
import { slotKey, type SlotRef } from '../../core/duty/roster.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireViewer } from '../../platform/access/viewer.js';
import { DutyActs } from './duty-acts.service.js';
import { type DutyBook, DutyBooks, mayActAs, personIn } from './duty-books.service.js';
import type { OfferHandoverInput, SignHandoverInput } from './duty.inputs.js';
import { slotOf } from './standing.service.js';

/** Handing a shift over 交接班: the outgoing offers with what is open, the incoming signs. */
@Injectable()
export class HandoverService {
  constructor(
    private readonly books: DutyBooks,
    private readonly acts: DutyActs,
  ) {}

  /**
   * Offers the handover of a shift that began; offering again before it is signed replaces it.
   * @throws Refusal NOT_FOUND, NOT_ALLOWED, BAD_INPUT, WRONG_STATE
   */
  async offer(input: OfferHandoverInput, viewer: Viewer | null): Promise<string> {
    const { commandId, rosterId, personId } = input;
    await this.books.rosterFor(rosterId, viewer);
    const command = {
      kind: 'DUTY_HANDOVER_OFFERED',
      commandId,
      rosterId,
      content: input,
      actor: requireViewer(viewer),
    };
    await this.acts.append(command, (book, { recordedAt }) => {
      const slot = slotOf(book, input.slot);
      if (!mayActAs(personIn(book, personId), viewer)) throw new Refusal('NOT_ALLOWED');
      if (!peopleOf(book.standing, slot).includes(personId)) refuseBadInput([{ path: 'personId', code: 'NOT_FOUND' }]);
      const to = nextSlot(book.roster, slot);
      if (to === null || slot.startsAt > recordedAt) throw new Refusal('WRONG_STATE', { state: 'NOT_ON_NOW' });
      if (book.standing.handovers.get(slotKey(slot))?.signed) throw new Refusal('WRONG_STATE', { state: 'SIGNED' });
      const items = input.items.map(({ kind, ref, title, note }) => ({
        kind,
        ref: ref.trim(),
        title: title.trim(),
        note: note.trim(),
      }));
      const place = { kindKey: slot.kindKey, date: slot.date, to: { kindKey: to.kindKey, date: to.date } };
      return { kind: 'HANDOVER_OFFERED', content: { ...place, personId, items, note: input.note.trim() } };
    });
    return rosterId;
  }

  /**
   * Signs for the incoming shift; nobody signs what he handed over himself.
   * @throws Refusal NOT_FOUND, NOT_ALLOWED, BAD_INPUT, WRONG_STATE when it is signed or was offered anew
   */
  async sign(input: SignHandoverInput, viewer: Viewer | null): Promise<string> {
    const { commandId, rosterId, personId } = input;
    const offerId = input.handoverId.toLowerCase();
    await this.books.rosterFor(rosterId, viewer);
    const command = { kind: 'DUTY_HANDOVER_SIGNED', commandId, rosterId, content: input, actor: requireViewer(viewer) };
    await this.acts.append(command, (book) => {
      const offer = openOfferIn(book, offerId);
      if (!mayActAs(personIn(book, personId), viewer)) throw new Refusal('NOT_ALLOWED');
      if (!peopleOf(book.standing, offer.content.to).includes(personId)) {
        refuseBadInput([{ path: 'personId', code: 'NOT_FOUND' }]);
      }
      if (offer.byId === viewer?.userId || offer.content.personId === personId) throw new Refusal('NOT_ALLOWED');
      return { kind: 'HANDOVER_SIGNED', content: { offerId, personId, note: input.note.trim() } };
    });
    return rosterId;
  }
}

/** @throws Refusal NOT_FOUND, WRONG_STATE when it is signed or was offered anew */
function openOfferIn({ acts, standing }: DutyBook, offerId: string): DutyActOf<'HANDOVER_OFFERED'> {
  const offer = acts.find(({ id }) => id === offerId);
  if (offer?.kind !== 'HANDOVER_OFFERED') throw new Refusal('NOT_FOUND');
  const handover = standing.handovers.get(slotKey(offer.content));
  if (handover?.offer.id !== offerId) throw new Refusal('WRONG_STATE', { state: 'REPLACED' });
  if (handover.signed !== null) throw new Refusal('WRONG_STATE', { state: 'SIGNED' });
  return offer;
}

/** People of a shift: those on the roster for it, and those who stepped in. */
export function peopleOf(standing: DutyStanding, ref: SlotRef): string[] {
  const slot = slotIn(standing, ref);
  return [...new Set([...slot.assigned, ...presentIn(slot)])];
}

/** Of these, whom the viewer may act as. */
export function actableOf(book: DutyBook, ids: readonly string[], viewer: Viewer | null): string[] {
  return ids.filter((id) => mayActAs(personIn(book, id), viewer));
}
