import type { RefusalCode } from '../../gql/schema.js';

/** Every refusal the server can give, in words: what did not happen, why, and the way out. */
const codes: Record<RefusalCode | 'NETWORK', string> = {
  BAD_INPUT: '有内容不合要求，见下列各项。',
  NOT_SIGNED_IN: '登录已失效。重新登录后再做一次，填写的内容还在。',
  NOT_FOUND: '找不到，或你无权查看。',
  NOT_ALLOWED: '你的身份不能做这件事。需要时由指挥部授予。',
  BAD_CREDENTIALS: '账号或密码不对。',
  TOO_MANY_ATTEMPTS: '尝试太多，稍后再试。',
  STALE_VERSION: '有人先改了。你的填写还在，核对后可再次提交。',
  COMMAND_REUSED: '同一操作编号已用于别的内容。刷新后重做。',
  WRONG_STATE: '当前状态不允许这一步。刷新看最新状态。',
  EXERCISE_NOT_LIVE: '演习不在进行中，现在不能做这件事。',
  OUTSIDE_WINDOW: '不在演习时段内。时段见页首。',
  INCOMPLETE: '还有必填内容缺少，见下列各项。',
  NOT_CLAIMED: '先认领，再裁定。',
  CLAIMED_BY_OTHER: '别的裁判正在裁定这一项。',
  CONFLICT_OF_INTEREST: '你与本项有关联，须回避。由其他裁判裁定。',
  ALREADY_LINKED: '已经关联过了。',
  LIMIT_REACHED: '已到上限。',
  FILE_TOO_LARGE: '文件太大。压缩或分开上传。',
  FILE_TYPE_REFUSED: '此类型不接受，请转为列出的格式。',
  FILE_NAME_REFUSED: '文件名不合要求，改名后再传。',
  QUOTA_EXCEEDED: '空间已满。移除不用的材料后再传。',
  RULE_SET_INVALID: '规则集有误，不能使用。',
  QUERY_TOO_COSTLY: '一次要的太多，缩小范围再取。',
  NAME_TAKEN: '名称已被使用，换一个。',
  INTERNAL: '系统出错，已记录。',
  NETWORK: '没有连上。检查网络后重试，填写的内容还在。',
};

/** Reasons a single field is refused; codes the server may add later fall back to OTHER. */
export const refusals = {
  code: codes,
  field: {
    REQUIRED: '必填',
    TOO_LONG: '太长',
    TOO_SHORT: '太短',
    INVALID: '格式不对',
    BAD_FORMAT: '格式不对',
    OUT_OF_RANGE: '超出范围',
    NOT_FOUND: '不存在或不可用',
    DUPLICATE: '重复',
    NOT_AN_ADDRESS: '不是有效的地址',
    NOT_IN_FUTURE: '不能晚于现在',
    ORDER: '先后次序不对',
    EVIDENCE_REQUIRED: '缺佐证材料',
    OTHER: '不合要求（{code}）',
  },
};
