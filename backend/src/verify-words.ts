/** What `npm run verify` says, Chinese first, English after. */
import type { ExportUnreadable } from './core/proof/export-format.js';
import type { CheckName, FindingCode } from './core/proof/findings.js';
import type { Difference } from './core/proof/verify.js';

type Pair = readonly [zh: string, en: string];

export const CHECK_WORDS: Readonly<Record<CheckName, Pair>> = {
  ORDER: ['顺序', 'order of rows'],
  CHAIN: ['留痕链', 'journal chain'],
  RULES: ['规则集', 'rule-sets'],
  SEALS: ['封记', 'seals of rows'],
  LEDGER: ['流水链', 'ledger chain'],
  REVERSALS: ['冲正', 'reversals'],
  CHECKPOINTS: ['校验点', 'checkpoints'],
  CERTIFICATES: ['销毁证书', 'destruction certificates'],
  PUBLISHED: ['公开的校验点', 'the checkpoint you kept'],
  FILE: ['文件', 'the file as a whole'],
  AWARDS: ['裁定推得流水', 'ledger from verdicts'],
  BOARD: ['榜单', 'board'],
};

const FINDING_WORDS: Readonly<Record<FindingCode, Pair>> = {
  UNREADABLE: ['无法读取:{reason}', 'cannot be read: {reason}'],
  OUT_OF_ORDER: ['{table} {id} 不在其应在的位置', '{table} {id} is not in its place'],
  RULE_SET_CHANGED: ['规则集 {id} 的文本与其指纹不符', 'the text of rule-set {id} does not give that hash'],
  RULE_SET_MISSING: ['缺少规则集 {id}', 'rule-set {id} is missing'],
  FOREIGN_RECORD: ['记录属于另一场演习', 'the record belongs to another exercise'],
  RECORD_MISSING: ['记录缺失,下一条是第 {found} 条', 'the record is missing, the next one is {found}'],
  RECORD_INSERTED: ['此处应为第 {expected} 条', 'record {expected} should stand here'],
  RECORD_CHANGED: ['记录内容与其哈希不符', 'the record does not give its own hash'],
  LINK_BROKEN: ['记录未接在前一条之后', 'the record does not hang on the one before'],
  HEAD_DIFFERS: [
    '留痕应止于第 {expected} 条,实止于第 {found} 条',
    'the journal should end at {expected} and ends at {found}',
  ],
  UNKNOWN_KIND: ['未知的记录种类 {kind} 带有数据', 'records of the unknown kind {kind} may carry no rows'],
  SEAL_MISSING: ['{kind} 未封存 {table}', '{kind} seals no {table}'],
  ROW_CHANGED: ['{table} {id} 与封记不符', '{table} {id} is not as its record sealed it'],
  ROW_MISSING: ['{table} {id} 已不存在', '{table} {id} is gone'],
  ROW_WITHOUT_RECORD: ['{table} {id} 没有任何记录', '{table} {id} was written by no record'],
  POSTED_MISSING: ['{kind} 与其是否记分不符', '{kind} posts points where it should not, or does not where it should'],
  LINES_DIFFER: ['应有 {expected} 行流水,实有 {found} 行', 'should have {expected} ledger lines and has {found}'],
  LEDGER_DIFFERS: ['流水与记录的哈希不符(自 {id})', 'its ledger lines do not give the recorded hash (from {id})'],
  LINE_WITHOUT_RECORD: ['流水 {id} 没有任何记录', 'ledger line {id} was posted by no record'],
  REVERSAL_WRONG: ['流水 {id} 未恰好冲正一行', 'ledger line {id} does not cancel exactly one earlier line'],
  KEY_WRONG: ['签名密钥缺失或与其指纹不符', 'the signing key is missing or is not what its fingerprint says'],
  CHECKPOINT_MISSING: ['第 {number} 个校验点之前有缺失', 'a checkpoint before number {number} is missing'],
  CHECKPOINT_FORGED: [
    '第 {number} 个校验点不是本演习密钥所签',
    'checkpoint {number} is not signed with the exercise’s key',
  ],
  CHECKPOINT_REWRITTEN: [
    '第 {number} 个校验点签署之后,此前的历史被改写',
    'history up to here was rewritten after checkpoint {number} was signed',
  ],
  CHECKPOINT_ROW_DIFFERS: [
    '第 {number} 个校验点的榜单与流水不符',
    'the board of checkpoint {number} does not follow from the ledger',
  ],
  CERTIFICATE_FORGED: [
    '销毁证书 {id} 不是本演习密钥所签',
    'destruction certificate {id} is not signed with the exercise’s key',
  ],
  CERTIFICATE_DIFFERS: [
    '销毁证书 {id} 与销毁记录或材料不符',
    'destruction certificate {id} does not agree with the destruction or the evidence',
  ],
  AWARD_DIFFERS: ['流水与裁定推得的不符:{award}', 'the ledger is not what the verdicts give: {award}'],
  BOARD_DIFFERS: ['{id} 的名次或分值与流水不符', 'rank or value of {id} do not follow from the ledger'],
  FILE_DIFFERS: ['文件的行数或摘要不符', 'the file’s number of rows or digest is wrong'],
  PUBLISHED_DIFFERS: ['您保存的校验点不在其中', 'the checkpoint you kept is not among these'],
};

const UNREADABLE_WORDS: Readonly<Record<ExportUnreadable['code'], Pair>> = {
  NOT_JSON: ['第 {line} 行不是 JSON 对象', 'line {line} is no JSON object'],
  NOT_AN_EXPORT: ['不是演武的导出文件', 'this is no export of Yanwu'],
  UNKNOWN_VERSION: ['导出格式的版本未知', 'the version of the export format is unknown'],
  UNKNOWN_TABLE: ['第 {line} 行的表未知', 'the table in line {line} is unknown'],
  CUT_OFF: ['文件在第 {line} 行后中断', 'the file breaks off after line {line}'],
  AFTER_THE_END: ['第 {line} 行在文件末行之后', 'line {line} comes after the last line'],
};

/** Both languages of a pair in one line. */
export function both([zh, en]: Pair): string {
  return `${zh}  ${en}`;
}

/** Where and what differs, in both languages. */
export function differenceWords(difference: Difference): Pair {
  const { code, seq, kind, table, id, params } = difference;
  const values = { table, id, seq: String(seq ?? ''), ...params };
  const [zh, en] = FINDING_WORDS[code];
  const what: Pair = [filled(zh, values), filled(en, values)];
  if (seq === null) return what;
  const named = kind === '' ? '' : ` (${kind})`;
  return [`第 ${seq} 条记录${named}:${what[0]}`, `record ${seq}${named}: ${what[1]}`];
}

/** Why a file cannot be checked, in both languages. */
export function unreadableWords({ code, line }: ExportUnreadable): Pair {
  const [zh, en] = UNREADABLE_WORDS[code];
  return [filled(zh, { line: String(line) }), filled(en, { line: String(line) })];
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
