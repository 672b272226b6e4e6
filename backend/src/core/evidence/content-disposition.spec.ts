import { contentDisposition } from './content-disposition.js';

describe('contentDisposition', () => {
  it('carries Chinese names encoded and a plain name for old readers', () => {
    expect(contentDisposition('inline', '资产页 (1).png')).toBe(
      `inline; filename="___ (1).png"; filename*=UTF-8''%E8%B5%84%E4%BA%A7%E9%A1%B5%20%281%29.png`,
    );
  });

  it('cannot be broken out of', () => {
    expect(contentDisposition('attachment', `a"; x='\\\r\n.txt`)).toBe(
      `attachment; filename="a_; x='___.txt"; filename*=UTF-8''a%22%3B%20x%3D%27%5C%0D%0A.txt`,
    );
  });
});
