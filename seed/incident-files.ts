import { screenshot, type SeedFile, textFile } from './evidence-files.js';
import type { Screen } from './screen.js';
import type { Stage } from './stage.js';
import type { ReportName, StoryIncident } from './story.js';

/** What a unit hands in with a report. */
export async function incidentFiles(stage: Stage, incident: StoryIncident, report: ReportName): Promise<SeedFile[]> {
  const step = `evidence/incident/${incident.key}/${report}`;
  const name = incident.asset;
  if (report === 'response') return [textFile(step, `${name}处置记录.md`, responseRecord(incident))];
  if (report === 'attribution') return [textFile(step, `${name}溯源路径.log`, trace(stage, incident))];
  const picture = await screenshot(stage.seedFolder, `alert-${incident.key}`, alertScreen(stage, incident));
  return [
    { step: `${step}/screen`, fileName: `${name}告警详情.png`, bytes: picture },
    textFile(`${step}/log`, `${name}告警日志.log`, alertLog(stage, incident)),
  ];
}

/** The alert as the unit's own monitoring shows it. */
export function alertScreen(stage: Stage, incident: StoryIncident): Screen {
  const machines = machinesOf(stage, incident);
  return {
    url: 'https://soc.example/alerts',
    heading: `${incident.asset}　告警详情`,
    account: '监测值班',
    columns: ['来源', '目的', '命中手段', '处置', '级别'],
    rows: machines.flatMap((machine) =>
      incident.means.map((means) => [incident.source, machine, means, '已确认', '高']),
    ),
  };
}

function machinesOf(stage: Stage, incident: StoryIncident): string[] {
  return incident.addresses.map((address) => stage.machine(incident.unit, address));
}

function alertLog(stage: Stage, incident: StoryIncident): string[] {
  const at = stage.at(incident.found).toISOString();
  const machines = machinesOf(stage, incident);
  return [
    ...machines.map((machine) => `${at} ALERT src=${incident.source} dst=${machine} asset="${incident.asset}"`),
    `${at} NOTE ${incident.fact}`,
  ];
}

function responseRecord(incident: StoryIncident): string[] {
  return [
    `# ${incident.title} 处置记录`,
    '',
    `- 抑制：对 ${incident.source} 单地址阻断，未封网段，复测有效。`,
    `- 根除：${incident.asset} 修复并复测。`,
    '- 恢复：业务功能抽检通过。',
    '- 通报：一线班组与责任人已签收。',
  ];
}

function trace(stage: Stage, incident: StoryIncident): string[] {
  return [
    `# ${incident.title} 溯源路径`,
    ...machinesOf(stage, incident).map((machine, hop) => `${hop + 1}  ${machine}`),
    `${incident.addresses.length + 1}  ${incident.source}`,
  ];
}
