import { Workbook } from '@cj-tech-master/excelts';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Viewer } from '../../core/access/permissions.js';
import type { BlockKind, BlockState } from '../../core/blocking/block.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { localOf } from '../../core/protection/wall-time.js';
import { BlockService } from './block.service.js';
import type { BlockView } from './block.types.js';

/** Words of the workbook: it is filed with authorities, in Chinese whatever the reader's language. */
const KINDS: Readonly<Record<BlockKind, string>> = {
  ADDRESS: '地址',
  NETWORK: '网段',
  DOMAIN: '域名',
  ACCOUNT: '账号',
  PORT: '端口',
};
const STATES: Readonly<Record<BlockState, string>> = {
  PENDING: '未生效',
  ACTIVE: '封禁中',
  EXPIRED: '已到期',
  LIFTED: '已解封',
};
const HEAD = [
  '编号',
  '单位',
  '类型',
  '对象',
  '范围',
  '原因',
  '设备',
  '执行人',
  '起',
  '止',
  '状态',
  '解封',
  '复测',
  '结果',
];
const WIDTHS = [10, 22, 8, 28, 18, 40, 18, 14, 18, 18, 10, 18, 18, 10];

/** The blocking log 封禁记录 as a workbook. */
@Injectable()
export class BlockExportService {
  constructor(private readonly blocks: BlockService) {}

  /** As far as the viewer may read it. @throws Refusal NOT_FOUND */
  async workbook(exerciseId: string, viewer: Viewer | null): Promise<{ fileName: string; bytes: Uint8Array }> {
    if (!isUUID(exerciseId)) throw new Refusal('NOT_FOUND');
    const { blocks, zone, asOf } = await this.blocks.desk(exerciseId, viewer);
    const workbook = new Workbook();
    const sheet = workbook.addWorksheet('封禁记录');
    sheet.addRow(HEAD);
    for (const block of blocks) sheet.addRow(rowOf(block, zone));
    sheet.getRow(1).font = { bold: true };
    WIDTHS.forEach((width, place) => (sheet.getColumn(place + 1).width = width));
    sheet.views = [{ state: 'frozen', ySplit: 1 }];
    const bytes = new Uint8Array(await workbook.xlsx.writeBuffer());
    return { fileName: `封禁记录 ${localOf(asOf, zone).slice(0, 10)}.xlsx`, bytes };
  }
}

function rowOf(block: BlockView, zone: string): string[] {
  const time = (at: Date | null): string => (at === null ? '' : localOf(at, zone).replace('T', ' '));
  const tested = block.holds === true ? '有效' : '失效';
  const { code, unit, kind, target, scope, reason, device, placedBy, state } = block;
  return [
    ...[code, unit.name, KINDS[kind], target, scope, reason, device, placedBy].map(safe),
    ...[time(block.startsAt), time(block.untilAt), STATES[state], time(block.liftedAt), time(block.retestedAt)],
    block.holds === null ? '' : tested,
  ];
}

/** Text that a spreadsheet would take for a formula is kept as text. */
function safe(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
