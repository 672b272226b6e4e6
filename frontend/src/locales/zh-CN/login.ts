/** The door. */
export const login = {
  title: '登录',
  lead: '账号由指挥部发放，一人一号，不得转借。',
  username: '账号',
  password: '密码',
  submit: '登录',
  note: '一人一号，不得转借。你在演习里的每一步都留痕。',
  about: '网络攻防实战演习',
  aboutText: '攻方填报成果，守方检测、处置、溯源，裁判逐条裁定，得分公开可查。',
  dates: '{from}至 {to}，每日 {open}–{close}（{zone}）',
  datesAllDay: '{from}至 {to}（{zone}）',
  parties: '{teams} 支攻击队，{units} 家防守单位',
  host: '主办：{host}',
  publicBoard: '公开榜无需登录',
  needed: '先登录，再到所要的页面。',
};
