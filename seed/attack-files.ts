import { castFile, screenshot, type SeedFile, textFile } from './evidence-files.js';
import type { Screen } from './screen.js';
import { found, type Stage } from './stage.js';
import type { StoryAttack, StoryNode } from './story.js';

const ROWS_SHOWN = 12;
/** Means that leave a terminal recording: a covert channel. */
const CHANNEL = 'm15';

/** Proof of one node: a screenshot, for the first one the output of commands, for a tunnel its recording. */
export async function attackFiles(stage: Stage, attack: StoryAttack, ordinal: number): Promise<SeedFile[]> {
  const node = found(attack.nodes[ordinal - 1], `node ${ordinal} of ${attack.key}`);
  const step = `evidence/${attack.key}/${ordinal}`;
  const screen = screenOf(stage, attack, ordinal);
  const number = String(ordinal).padStart(2, '0');
  const name = node.asset.replace(/[（）]/g, ' ').trim();
  const picture = await screenshot(stage.seedFolder, `${attack.key}-${number}`, screen);
  return [
    { step: `${step}/screen`, fileName: `${number}-${name}截图.png`, bytes: picture },
    ...(ordinal === 1
      ? [textFile(`${step}/log`, `${number}-${name}命令回显.log`, commandLog(stage, attack, node))]
      : []),
    ...(node.means.includes(CHANNEL)
      ? [castFile(`${step}/cast`, `${number}-隧道会话.cast`, tunnelLog(stage, attack, node))]
      : []),
  ];
}

/** The page the team captured: names and addresses as claimed, serial numbers made up from the place in the list. */
export function screenOf(stage: Stage, attack: StoryAttack, ordinal: number): Screen {
  const node = found(attack.nodes[ordinal - 1], `node ${ordinal} of ${attack.key}`);
  const address = stage.unitAddress(attack.unit, node.ip);
  const machine = stage.machine(attack.unit, node.ip);
  const count = Math.min(ROWS_SHOWN, node.qty ?? 6);
  const total = node.qty ?? count;
  return {
    url: `https://${address}/`,
    heading: `${node.asset}　共 ${total} 项，显示 ${count} 项`,
    account: node.as === 'user' ? '普通用户' : 'sysadmin',
    columns: ['名称', '地址', '系统', '会话', '用时'],
    rows: Array.from({ length: count }, (_, index) => [
      `${attack.key}-${String(index + 1).padStart(2, '0')}`,
      machine,
      ['Kylin V10', 'CentOS 7.9', 'Windows 2019', 'openEuler 22.03'][index % 4] ?? '',
      '会话已建立',
      elapsed(ordinal * 97 + index * 23),
    ]),
  };
}

/** Since the session began: the pictures are drawn once, whenever the story is played. */
function elapsed(seconds: number): string {
  return `+${new Date(seconds * 1000).toISOString().slice(11, 19)}`;
}

function commandLog(stage: Stage, attack: StoryAttack, node: StoryNode): string[] {
  const address = stage.machine(attack.unit, node.ip);
  const from = stage.egress(attack.team, node.from ?? attack.from);
  return [
    `# 演习取证记录 ${attack.team}，出口 ${from}`,
    `# 对象 ${attack.unit} ${node.asset} ${address}`,
    '$ id',
    node.as === 'user' ? 'uid=1001(app) gid=1001(app) groups=1001(app)' : 'uid=0(root) gid=0(root) groups=0(root)',
    '$ hostname',
    `${attack.key}-${node.zone.toLowerCase()}-01`,
    '$ date',
    stage.at(attack.during[0]).toISOString(),
    '# 只取证明，未下载任何数据',
  ];
}

function tunnelLog(stage: Stage, attack: StoryAttack, node: StoryNode): string[] {
  const from = stage.egress(attack.team, node.from ?? attack.from);
  const inner = stage.machine(attack.unit, node.ip);
  return [
    `$ agent --connect ${from}:443 --label target-agent`,
    'tunnel registered: target-agent (outbound)',
    `$ proxy ping ${inner}`,
    `64 bytes from ${inner}: ttl=62 time=14 ms`,
    `$ proxy curl -sI http://${inner}/`,
    'HTTP/1.1 200 OK',
    '$ exit',
  ];
}
