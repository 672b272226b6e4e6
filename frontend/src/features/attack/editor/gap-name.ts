import type { MessageKey, Text } from '../../../lib/text.js';
import type { Gap } from './draft.js';

const NODE_FIELDS: Readonly<Record<string, MessageKey>> = {
  assetName: 'attack.node.assetName',
  zone: 'attack.node.zone',
  parentId: 'attack.node.parent',
  sourceAddress: 'attack.node.source',
  destinationAddress: 'attack.node.destination',
  url: 'attack.node.url',
  startedAt: 'attack.node.startedAt',
  endedAt: 'attack.node.endedAt',
  means: 'attack.node.meansShort',
  categoryKey: 'attack.node.category',
  privilegeKey: 'attack.node.privilege',
  quantity: 'attack.node.quantityShort',
  narrative: 'attack.node.narrative',
  evidenceIds: 'attack.node.evidence',
};
const DRAFT_FIELDS: Readonly<Record<string, MessageKey>> = {
  unitId: 'attack.draft.unit',
  targetId: 'attack.draft.target',
  title: 'attack.draft.title',
  startedAt: 'attack.draft.startedAt',
  endedAt: 'attack.draft.endedAt',
  sourceAddresses: 'attack.draft.sources',
  controlledAddresses: 'attack.draft.controlled',
  summary: 'attack.draft.summary',
  remediation: 'attack.draft.remediation',
  nodes: 'attack.draft.nodes',
};

function fieldName({ t }: Pick<Text, 't'>, field: string, isNode: boolean): string {
  const key = (isNode ? NODE_FIELDS : DRAFT_FIELDS)[field];
  return key ? t(key) : field;
}

/** '节点 6：结束时间', or the name of a field of the whole result. */
export function placeName(text: Pick<Text, 't'>, nodeIndex: number | null, field: string): string {
  const name = fieldName(text, field, nodeIndex !== null);
  return nodeIndex === null ? name : text.t('attack.gap.node', { n: nodeIndex + 1, name });
}

/** What a gap says at the foot. */
export function gapWords(text: Pick<Text, 't'>, { nodeIndex, field, code }: Gap): string {
  const place = (name: string) => (nodeIndex === null ? name : text.t('attack.gap.node', { n: nodeIndex + 1, name }));
  if (code === 'NOTHING_CLAIMED') return text.t('attack.gap.nothingClaimed');
  const name = fieldName(text, field, nodeIndex !== null);
  return place(text.t(code === 'REQUIRED' ? 'attack.gap.missing' : 'attack.gap.wrong', { name }));
}

/** The name of a refused path ('nodes.2.zone'), for RefusalNote. */
export function gapName(text: Pick<Text, 't'>, path: string): string {
  const match = /^nodes\.(\d+)\.(\w+)/.exec(path);
  return match?.[2] ? placeName(text, Number(match[1]), match[2]) : placeName(text, null, path.split('.')[0] ?? path);
}
