/** The visible mark 水印 on what people are shown: who looked, where, when, and the code of the custody record. */

/** What the mark says. */
export interface MarkWords {
  /** Name of the viewer. */
  readonly person: string;
  readonly exercise: string;
  /** Local time of the exercise, to the minute. */
  readonly time: string;
  readonly code: string;
}

/** One line of text. */
export function markLine({ person, exercise, time, code }: MarkWords): string {
  return [person, exercise, time, code].join(' ');
}

/** A tile to be repeated over a picture, as SVG: grey at low opacity shows on paper and on black terminals alike. */
export function markSvg(words: MarkWords, fontPixels: number): string {
  const lines = [`${words.person} ${words.time}`, `${words.exercise} ${words.code}`].map(escaped);
  const longest = Math.max(...lines.map(widthOf));
  const width = Math.round((longest + 4) * fontPixels);
  const height = Math.round(width * 0.5);
  const [x, y] = [width / 2, height / 2];
  const text = lines
    .map((line, at) => `<text x="${x}" y="${y + (at === 0 ? -0.4 : 0.9) * fontPixels}">${line}</text>`)
    .join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<g transform="rotate(-18 ${x} ${y})" text-anchor="middle" font-size="${fontPixels}" ` +
    `font-family="Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif" ` +
    `fill="#808080" fill-opacity="0.26">${text}</g></svg>`
  );
}

/** Width in ems, roughly: Chinese signs are as wide as they are high. */
function widthOf(line: string): number {
  return [...line].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e80 ? 1 : 0.58), 0);
}

function escaped(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/\p{Cc}|\p{Cf}|\p{Surrogate}/gu, ' ');
}
