import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { dueExpiries } from '../../core/blocking/block.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { timerCommandId } from '../../platform/timetable/command-id.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import { NoticeService } from '../notice/notice.service.js';
import { BLOCK_KIND, BlockRecordingService } from './block-recording.service.js';
import { BlockAct, type BlockEntry } from './block.entity.js';
import { blockFact, BlockService } from './block.service.js';

type Expiry = ReturnType<typeof dueExpiries>[number];

/** What a look works with. */
@Injectable()
export class BlockSources {
  constructor(
    readonly blocks: BlockService,
    readonly recording: BlockRecordingService,
    readonly notices: NoticeService,
  ) {}
}

/** Reminds a unit of a block that runs out; each end once. */
@Injectable()
export class BlockTimer implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: Transaction,
    private readonly journal: Journal,
    private readonly timetable: Timetable,
    private readonly sources: BlockSources,
  ) {}

  onModuleInit(): void {
    this.timetable.register(BLOCK_KIND, (id, now) => this.look(id, now));
  }

  private async look(id: string, now: Date): Promise<void> {
    const block = await this.sources.blocks.load(id);
    for (const expiry of await this.due(this.dataSource.manager, block, now)) await this.write(block, expiry, now);
    await this.transaction.run(async (tx) => {
      // Whoever extends takes the stream: what he plans and what is planned here come one after the other.
      await tx.query('SELECT 1 FROM journal_stream WHERE stream_id = $1 FOR UPDATE', [block.exerciseId]);
      await this.sources.recording.planLook(tx, block, now);
    });
  }

  private async due(tx: EntityManager, block: BlockEntry, now: Date): Promise<Expiry[]> {
    const acts = (await this.sources.blocks.actsOf([block.id], tx)).get(block.id) ?? [];
    const reminded = acts.filter(({ kind }) => kind === 'REMINDED').map(({ untilAt }) => untilAt?.getTime());
    const { startsAt, untilAt, recordedAt: setAt } = block;
    return dueExpiries({ startsAt, untilAt, setAt }, acts.map(blockFact), now).filter(
      (expiry) => !reminded.includes(expiry.untilAt.getTime()),
    );
  }

  private async write(block: BlockEntry, { untilAt, at }: Expiry, now: Date): Promise<void> {
    const { id: blockId, exerciseId, rootId, code, target } = block;
    const what = `expiring/${untilAt.toISOString()}`;
    const commandId = timerCommandId(BLOCK_KIND, blockId, what);
    const content = { blockId, what };
    const command = { streamId: exerciseId, kind: 'BLOCK_REMINDED', commandId, content, actor: null };
    try {
      await this.journal.append(command, async (tx, slot) => {
        const isStill = (await this.due(tx, block, now)).some((one) => one.untilAt.getTime() === untilAt.getTime());
        // Whoever was faster extended or lifted it: nothing to say any more.
        if (!isStill) throw new Refusal('WRONG_STATE');
        const params = { code, target, until: untilAt.toISOString() };
        const telling = { to: { partyId: rootId }, subjectId: blockId, code: 'BLOCK_EXPIRING', params };
        const told = await this.sources.notices.give(tx, exerciseId, slot, [telling]);
        await tx.insert(BlockAct, {
          ...{ id: commandId, exerciseId, seq: slot.seq, blockId, kind: 'REMINDED' as const, untilAt, holds: null },
          ...{ note: '', byId: null, dueAt: at, recordedAt: slot.recordedAt },
        });
        const sealed = await sealRows(tx, { block_act: commandId, notice: told });
        return { subjectId: blockId, partyId: rootId, details: { code, at, sealed } };
      });
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'WRONG_STATE')) throw error;
    }
  }
}
