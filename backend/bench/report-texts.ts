/**
 * Reports made up by a seeded generator: attack results as teams write them, in Chinese, and the same told again in other
 * words. Phrases, shares and sizes are 自拟.
 */

/** A report, and for every hundredth the same told by somebody else. */
export interface MadeReport {
  readonly text: string;
  /** Index of the report it retells; null for one of its own. */
  readonly retells: number | null;
}

const PLACES = words(
  '门户网站 协同办公系统 公文流转平台 邮件系统 运维堡垒机 域控服务器 数据库服务器 视频监控平台 财务报销系统 人事管理系统 档案系统 调度监控后台 营收系统 车间控制站 统一身份认证平台 虚拟化管理平台 容器集群 代码仓库 文件共享服务 打印服务',
);
const WAYS = words(
  '口令猜测 历史漏洞利用 反序列化漏洞 文件上传缺陷 越权访问 钓鱼邮件 供应链更新包 未授权访问接口 注入缺陷 会话固定 弱加密密钥 默认口令 目录穿越 模板注入 内存木马 白名单绕过',
);
const GAINS = words(
  '服务器管理员权限 数据库读取权限 域管理员权限 终端控制权 后台管理权限 网络设备配置权限 云平台租户权限 代码仓库写入权限 邮箱全部往来 员工通讯录 财务凭证 生产参数只读权限',
);
const CLAUSES = words(
  '首先收集公开资料确认{p}的对外地址 随后对{p}开展{w}测试 利用{w}取得{g} 在{p}发现运维人员保存的凭据 借助{p}作为跳板进入内部网络 经隧道访问{p}并保持会话 读取{p}的配置文件得到数据库口令 通过{w}在{p}写入控制程序 横向移动至{p}后提升为{g} 在不影响业务的前提下截图取证 清除测试痕迹并通知指挥部 由于{p}未启用多因素认证因此能够直接登录 日志显示会话维持了{n}分钟 共控制主机{n}台并逐台验证 对{p}的{n}个账号进行了弱口令排查 从{p}导出的凭据可以登录{p} 全部操作均在授权时间窗口内完成',
);
/** Words people put for others. */
const OTHER_WORDS: readonly (readonly [string, string])[] = [
  ['首先', '第一步'],
  ['随后', '接着'],
  ['开展', '进行'],
  ['取得', '获得'],
  ['发现', '找到'],
  ['借助', '利用'],
  ['通过', '使用'],
  ['读取', '查看'],
  ['写入', '植入'],
  ['提升为', '提权到'],
  ['由于', '因'],
  ['因此能够', '所以可'],
  ['导出', '提取'],
  ['共控制', '累计控制'],
];

/** So many reports; every hundredth retells an earlier one. */
export function madeReports(count: number): MadeReport[] {
  const draw = drawing(11);
  const made: MadeReport[] = [];
  for (let index = 0; index < count; index += 1) {
    const isRetold = index > 0 && index % 100 === 0;
    const retells = isRetold ? draw(index) : null;
    const told = retells === null ? null : (made[retells]?.text ?? null);
    made.push({ text: told === null ? written(draw) : retold(told, draw), retells });
  }
  return made;
}

function written(draw: (below: number) => number): string {
  const clauses = Array.from({ length: 5 + draw(4) }, () => {
    const clause = CLAUSES[draw(CLAUSES.length)] ?? '';
    const fill = (from: readonly string[]) => (): string => from[draw(from.length)] ?? '';
    return clause
      .replace(/{p}/g, fill(PLACES))
      .replace(/{w}/g, fill(WAYS))
      .replace(/{g}/g, fill(GAINS))
      .replace(/{n}/g, () => String(2 + draw(90)));
  });
  return `${clauses.join('，')}。`;
}

/** Other words, one clause left out, another told first. */
function retold(text: string, draw: (below: number) => number): string {
  const clauses = text.replace(/。$/, '').split('，');
  clauses.splice(draw(clauses.length), 1);
  const turned = [...clauses.slice(1), ...clauses.slice(0, 1)];
  return `${OTHER_WORDS.reduce((told, [from, to]) => told.replaceAll(from, to), turned.join('，'))}。`;
}

/** Whole numbers below a limit, from a 32-bit state (mulberry32), so that runs can be compared. */
export function drawing(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
