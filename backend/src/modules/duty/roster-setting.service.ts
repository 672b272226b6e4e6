import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { rosterProblems } from '../../core/duty/roster.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireViewer } from '../../platform/access/viewer.js';
import { violatedConstraint } from '../../platform/database/transaction.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { Unit } from '../exercise/unit.entity.js';
import { IdentityService } from '../identity/identity.service.js';
import { DutyActs } from './duty-acts.service.js';
import { DutyBooks } from './duty-books.service.js';
import type { AddDutyPeopleInput, ChangeDutyPersonInput, SetDutyRosterInput } from './duty.inputs.js';
import { requirePlanner } from './duty.rights.js';
import { DutyPersonRow, DutyRosterRow } from './duty-roster.entity.js';

/** Setting a roster's shifts, and the list of people it draws on. */
@Injectable()
export class RosterSettingService {
  constructor(
    private readonly journal: Journal,
    private readonly books: DutyBooks,
    private readonly identity: IdentityService,
    private readonly acts: DutyActs,
  ) {}

  /**
   * Makes a roster, with the unit's members on its list, or changes its settings.
   * @throws Refusal NOT_FOUND, BAD_INPUT, STALE_VERSION when somebody changed it meanwhile or it is there already
   */
  async set(input: SetDutyRosterInput, viewer: Viewer | null): Promise<string> {
    const { exerciseId, commandId } = input;
    requirePlanner(viewer, { exerciseId, rootId: input.rootId ?? null });
    refuseBadInput(rosterProblems(input));
    const actor = requireViewer(viewer);
    const command = { streamId: exerciseId, kind: 'DUTY_ROSTER_SET', commandId, content: input, actor };
    try {
      const { subjectId } = await this.journal.append(command, (tx, slot) => this.write(tx, slot, { input, actor }));
      return subjectId;
    } catch (error) {
      if (violatedConstraint(error) === 'duty_roster_unit') throw new Refusal('STALE_VERSION');
      throw error;
    }
  }

  /** Puts members or named persons on the list. @throws Refusal NOT_FOUND, NOT_ALLOWED, BAD_INPUT */
  async addPeople(input: AddDutyPeopleInput, viewer: Viewer | null): Promise<string> {
    const roster = await this.books.rosterFor(input.rosterId, viewer);
    requirePlanner(viewer, roster);
    const { exerciseId, id: rosterId, rootId: partyId } = roster;
    const command = { kind: 'DUTY_PEOPLE_ADDED', commandId: input.commandId, content: input, actor: viewer };
    await this.journal.append({ ...command, streamId: exerciseId }, async (tx) => {
      const members = new Set((await this.books.membersOf(roster, tx)).map(({ userId }) => userId));
      const listed = await tx.findBy(DutyPersonRow, { rosterId });
      const taken = new Set(listed.map(({ userId }) => userId));
      refuseBadInput(
        input.userIds.flatMap((id, place) => {
          const path = `userIds.${place}`;
          if (!members.has(id)) return [{ path, code: 'NOT_FOUND' }];
          return taken.has(id) || input.userIds.indexOf(id) !== place ? [{ path, code: 'TAKEN' }] : [];
        }),
      );
      if (input.userIds.length + input.named.length === 0) refuseBadInput([{ path: 'userIds', code: 'REQUIRED' }]);
      const people = [
        ...(await this.accounts(tx, input.userIds)),
        ...input.named.map((named) => ({ ...named, userId: null })),
      ];
      const ids = await this.insertPeople(tx, roster, { people, from: listed.length });
      return { subjectId: rosterId, partyId, details: { sealed: await sealRows(tx, { duty_person: ids }) } };
    });
    return rosterId;
  }

  /** Changes how a person is called and reached, or takes him off the list. @throws Refusal NOT_FOUND, STALE_VERSION */
  async changePerson(input: ChangeDutyPersonInput, viewer: Viewer | null): Promise<string> {
    const { commandId, personId } = input;
    const person = await this.books.person(personId);
    const roster = await this.books.rosterFor(person.rosterId, viewer);
    requirePlanner(viewer, roster);
    if (person.userId === null && input.phone.trim() === '') refuseBadInput([{ path: 'phone', code: 'REQUIRED' }]);
    const { exerciseId, id: rosterId, rootId: partyId } = roster;
    const command = { kind: 'DUTY_PERSON_CHANGED', commandId, content: input, actor: viewer };
    await this.journal.append({ ...command, streamId: exerciseId }, async (tx) => {
      const { name, phone, note, isActive, version } = input;
      const words = { name: name.trim(), phone: phone.trim(), note: note.trim() };
      const changed = await tx.update(
        DutyPersonRow,
        { id: personId, version },
        { ...words, isActive, version: version + 1 },
      );
      if (changed.affected !== 1) throw new Refusal('STALE_VERSION');
      return { subjectId: rosterId, partyId, details: { sealed: await sealRows(tx, { duty_person: personId }) } };
    });
    return rosterId;
  }

  private async write(
    tx: EntityManager,
    slot: Slot,
    { input, actor }: { input: SetDutyRosterInput; actor: Viewer },
  ): Promise<Written> {
    const { commandId, exerciseId, zone, kinds, minRestHours, lateMinutes, version } = input;
    const rootId = input.rootId ?? null;
    await requireRoot(tx, exerciseId, rootId);
    const settings = { zone, kinds: kinds.map((kind) => ({ ...kind })), minRestHours, lateMinutes };
    const rows = await tx.findBy(DutyRosterRow, { exerciseId, rootId: rootId ?? IsNull() });
    const [standing] = rows;
    if ((standing?.version ?? 0) !== version) throw new Refusal('STALE_VERSION');
    const next = { ...settings, plannerId: actor.userId, version: version + 1 };
    const rosterId = standing?.id ?? commandId.toLowerCase();
    let people: string[] = [];
    if (standing === undefined) {
      const place = { id: rosterId, exerciseId, rootId, seq: slot.seq, recordedAt: slot.recordedAt };
      await tx.insert(DutyRosterRow, { ...place, ...next });
      people = await this.addMembers(tx, { id: rosterId, exerciseId, rootId });
    } else {
      await tx.update(DutyRosterRow, { id: rosterId }, next);
    }
    const sealed = await sealRows(tx, { duty_roster: rosterId, duty_person: people });
    await this.acts.planLook(tx, await this.books.open(rosterId, tx), slot.recordedAt);
    return { subjectId: rosterId, partyId: rootId, details: { sealed } };
  }

  private async addMembers(
    tx: EntityManager,
    roster: Pick<DutyRosterRow, 'id' | 'exerciseId' | 'rootId'>,
  ): Promise<string[]> {
    const members = await this.books.membersOf(roster, tx);
    const people = await this.accounts(tx, [...new Set(members.map(({ userId }) => userId))]);
    return this.insertPeople(tx, roster, { people, from: 0 });
  }

  private async accounts(tx: EntityManager, userIds: readonly string[]): Promise<NewPerson[]> {
    const users = userIds.length === 0 ? [] : await this.identity.byIds([...userIds], tx);
    const sorted = users.sort((a, b) => userIds.indexOf(a.id) - userIds.indexOf(b.id));
    return sorted.map(({ id, displayName }) => ({ userId: id, name: displayName, phone: '', note: '' }));
  }

  private async insertPeople(
    tx: EntityManager,
    { id: rosterId, exerciseId }: Pick<DutyRosterRow, 'id' | 'exerciseId'>,
    { people, from }: { people: readonly NewPerson[]; from: number },
  ): Promise<string[]> {
    const rows = people.map(({ userId, name, phone, note }, place) => {
      const words = { userId, name: name.trim(), phone: phone.trim(), note: note.trim() };
      return { id: randomUUID(), exerciseId, rosterId, ...words, isActive: true, ordinal: from + place, version: 1 };
    });
    if (rows.length > 0) await tx.insert(DutyPersonRow, rows);
    return rows.map(({ id }) => id);
  }
}

/** @throws Refusal BAD_INPUT unless it is control, or a root unit of the exercise */
async function requireRoot(tx: EntityManager, exerciseId: string, rootId: string | null): Promise<void> {
  if (rootId !== null && !(await tx.existsBy(Unit, { id: rootId, exerciseId, parentId: IsNull() }))) {
    refuseBadInput([{ path: 'rootId', code: 'NOT_FOUND' }]);
  }
}

interface NewPerson {
  readonly userId: string | null;
  readonly name: string;
  readonly phone: string;
  readonly note: string;
}
