import sharp from 'sharp';

const WIDTH = 960;
const ROW_HEIGHT = 26;
const COLUMNS = [24, 250, 470, 640, 800];

/** A management page as an attacker or defender would have captured it. */
export interface Screen {
  readonly url: string;
  readonly heading: string;
  readonly account: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Draws the page as a palette PNG of some kilobytes. */
export async function drawScreen(screen: Screen): Promise<Buffer> {
  return sharp(Buffer.from(svgOf(screen)))
    .png({ palette: true, colours: 8, compressionLevel: 9, effort: 10 })
    .toBuffer();
}

function svgOf({ url, heading, account, columns, rows }: Screen): string {
  const height = 132 + ROW_HEIGHT * (rows.length + 1);
  const head = columns.map((title, index) => text(COLUMNS[index] ?? 0, 112, title, { size: 13, fill: '#55606b' }));
  const body = rows.flatMap((cells, row) => [
    `<line x1="16" x2="${WIDTH - 16}" y1="${122 + row * ROW_HEIGHT}" y2="${122 + row * ROW_HEIGHT}" stroke="#e1e5e9"/>`,
    ...cells.map((cell, index) =>
      text(COLUMNS[index] ?? 0, 140 + row * ROW_HEIGHT, cell, { size: 13, fill: '#16202a' }),
    ),
  ]);
  const dots = [20, 38, 56].map((x) => `<circle cx="${x}" cy="20" r="6" fill="#aeb7c0"/>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="Noto Sans CJK SC">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/><rect width="${WIDTH}" height="40" fill="#dfe4e9"/>`,
    ...dots,
    `<rect x="80" y="8" width="620" height="24" rx="4" fill="#ffffff"/>`,
    text(92, 25, url, { size: 13, fill: '#16202a' }),
    text(780, 25, account, { size: 13, fill: '#55606b' }),
    text(24, 76, heading, { size: 18, fill: '#16202a' }),
    ...head,
    ...body,
    '</svg>',
  ].join('');
}

function text(x: number, y: number, content: string, look: { size: number; fill: string }): string {
  const safe = content.replace(/[<&]/g, (sign) => (sign === '<' ? '&lt;' : '&amp;'));
  return `<text x="${x}" y="${y}" font-size="${look.size}" fill="${look.fill}">${safe}</text>`;
}
