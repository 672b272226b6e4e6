import { extensionOf, readFileName } from './file-name.js';

describe('readFileName', () => {
  it.each([
    '资产页.png',
    '会话 1–10.png',
    '首包.pcap',
    'x.tar.gz',
    '策略（前后）对比.png',
    'console.log',
    'e\u0301.txt',
  ])('keeps %s', (name) => expect(readFileName(name)).toEqual({ name: name.normalize('NFC') }));

  it.each([
    ['', 'EMPTY'],
    ['   ', 'EMPTY'],
    ['../../etc/passwd.txt', 'HAS_PATH'],
    ['C:\\日志.txt', 'HAS_PATH'],
    ['报告\u202egnp.exe', 'HIDDEN_CHARACTERS'],
    ['a\u0000.png', 'HIDDEN_CHARACTERS'],
    ['a\r\nx-header: 1.png', 'HIDDEN_CHARACTERS'],
    ['a\u200b.png', 'HIDDEN_CHARACTERS'],
    ['a\ud800.png', 'HIDDEN_CHARACTERS'],
    ['CON', 'RESERVED'],
    ['nul.txt', 'RESERVED'],
    ['com1.log', 'RESERVED'],
    ['a.txt:stream', 'RESERVED'],
    ['.htaccess', 'WRONG_ENDS'],
    ['a.png.', 'WRONG_ENDS'],
    ['a.png ', 'WRONG_ENDS'],
    [`${'证'.repeat(66)}.txt`, 'TOO_LONG'],
  ])('refuses %j as %s', (name, problem) => expect(readFileName(name)).toEqual({ problem }));

  it('measures bytes, not characters', () => {
    expect(readFileName(`${'证'.repeat(65)}.txt`)).toEqual({ name: `${'证'.repeat(65)}.txt` });
  });

  it('finds the extension', () => {
    expect(['a.PNG', 'a.tar.gz', 'README', '.env'].map(extensionOf)).toEqual(['png', 'gz', '', '']);
  });
});
