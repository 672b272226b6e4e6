import { Injectable, type OnModuleInit } from '@nestjs/common';
import { dueEscalations, type DueEscalation } from '../../core/duty/escalation.js';
import { kindOf, slotKey } from '../../core/duty/roster.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Transaction } from '../../platform/database/transaction.js';
import { timerCommandId } from '../../platform/timetable/command-id.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import type { NewNotice } from '../notice/notice.service.js';
import { DUTY_LOOK, DutyActs, escalationSources } from './duty-acts.service.js';
import { type DutyBook, DutyBooks } from './duty-books.service.js';

/** Tells of shifts nobody came to, each level once, whoever looks and however late. */
@Injectable()
export class EscalationService implements OnModuleInit {
  constructor(
    private readonly books: DutyBooks,
    private readonly acts: DutyActs,
    private readonly timetable: Timetable,
    private readonly transaction: Transaction,
  ) {}

  onModuleInit(): void {
    this.timetable.register(DUTY_LOOK, (rosterId, now) => this.look(rosterId, now));
  }

  /** Writes what is due by `now`, in order, each a record of its own, and plans the next look. */
  async look(rosterId: string, now: Date): Promise<void> {
    const book = await this.books.open(rosterId);
    for (const due of dueEscalations(escalationSources(book, now), now)) await this.tell(rosterId, due, now);
    await this.transaction.run(async (tx) => {
      await this.acts.planLook(tx, await this.books.open(rosterId, tx), now);
    });
  }

  private async tell(rosterId: string, due: DueEscalation, now: Date): Promise<void> {
    const what = `${slotKey(due.content)}/${due.content.level}`;
    const commandId = timerCommandId(DUTY_LOOK, rosterId, what);
    const content = { rosterId, what };
    const command = { kind: 'DUTY_ESCALATED', commandId, rosterId, content, actor: null };
    try {
      await this.acts.append(command, (book) => {
        // Decided again under the lock: somebody may have signed in while we waited.
        const still = dueEscalations(escalationSources(book, now), now).find(
          ({ content: one }) => `${slotKey(one)}/${one.level}` === what,
        );
        if (still === undefined) throw new Refusal('WRONG_STATE', { state: 'NOT_SHORT' });
        return { kind: 'ESCALATED', content: still.content, at: still.at, notices: noticesOf(book, still) };
      });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'WRONG_STATE') throw error;
    }
  }
}

function noticesOf(book: DutyBook, { content }: DueEscalation): NewNotice[] {
  const { level, missing, missingIds, personIds, userIds, date, kindKey } = content;
  const nameOf = (id: string): string => book.people.find((person) => person.id === id)?.name ?? '';
  const accounts = personIds.flatMap((id) => book.people.find((person) => person.id === id)?.userId ?? []);
  const shift = kindOf(book.roster, kindKey)?.name ?? kindKey;
  const params = { shift, date, level, missing: String(missing), who: missingIds.map(nameOf).join('、') };
  const about = { subjectId: book.roster.id, code: 'DUTY_ESCALATED', params };
  return [...new Set([...accounts, ...userIds])].map((personId) => ({ to: { personId }, ...about }));
}
