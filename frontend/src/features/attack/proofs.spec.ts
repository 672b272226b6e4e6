import { proofIn, withProof } from './proofs.js';

const demand = { zh: '管理后台截图', en: 'Screenshot of the console' };

describe('proofs in the text', () => {
  it('names a file on a line of its own', () => {
    const text = withProof('以弱口令登录。', demand, 2, 'zh');
    expect(text).toBe('以弱口令登录。\n「管理后台截图」【证据 2】');
    expect(proofIn(text, demand)).toBe(2);
  });

  it('renames in place, whatever language it was written in', () => {
    const text = withProof('a\n「Screenshot of the console」【Evidence 1】\nb', demand, 3, 'zh');
    expect(text).toBe('a\n「管理后台截图」【证据 3】\nb');
  });

  it('takes it out again', () => {
    expect(withProof('a\n「管理后台截图」【证据 2】', demand, null, 'zh')).toBe('a');
    expect(proofIn('a', demand)).toBeNull();
  });

  it('is not fooled by the words alone', () => {
    expect(proofIn('见「管理后台截图」附图', demand)).toBeNull();
  });
});
