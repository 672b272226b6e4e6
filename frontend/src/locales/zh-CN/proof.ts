/** Proof that nothing was changed: checkpoints and the export. */
export const proof = {
  panel: '校验点与导出',
  title: '校验点 {n}，{at} 签署',
  none: '还没有校验点',
  fingerprint: '密钥指纹',
  journal: '留痕哈希',
  ledger: '流水哈希',
  board: '榜单哈希',
  signature: '签名',
  keep: '存下这份校验点，日后可凭它查出此前的记录是否被改写：',
  docs: '方法见',
  copy: '复制校验点',
  copied: '已复制',
  download: '下载校验点',
  export: '导出全部记录',
  exportHint: '导出双方的全部记录，可在没有服务器的机器上校验；每次导出都会留痕。',
};
