/** Complex numbers of a square grid, row by row. */
export interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The discrete Fourier transform of a square grid, in place; its edge is a power of two. The inverse is not scaled. */
export function fourier2d({ re, im }: Spectrum, edge: number, isInverse: boolean): void {
  const line = { re: new Float64Array(edge), im: new Float64Array(edge) };
  const pass = (start: (n: number) => number, stride: number): void => {
    for (let n = 0; n < edge; n += 1) {
      for (let k = 0; k < edge; k += 1) {
        line.re[k] = re[start(n) + k * stride] ?? 0;
        line.im[k] = im[start(n) + k * stride] ?? 0;
      }
      fourier(line, isInverse);
      for (let k = 0; k < edge; k += 1) {
        re[start(n) + k * stride] = line.re[k] ?? 0;
        im[start(n) + k * stride] = line.im[k] ?? 0;
      }
    }
  };
  pass((row) => row * edge, 1);
  pass((column) => column, edge);
}

/** Cooley and Tukey, radix 2, in place. */
function fourier({ re, im }: Spectrum, isInverse: boolean): void {
  reorder(re);
  reorder(im);
  for (let size = 2; size <= re.length; size *= 2) {
    const angle = ((isInverse ? 2 : -2) * Math.PI) / size;
    for (let k = 0; k < size / 2; k += 1) {
      const [cos, sin] = [Math.cos(angle * k), Math.sin(angle * k)];
      for (let even = k; even < re.length; even += size) {
        const odd = even + size / 2;
        const [a, b] = [re[odd] ?? 0, im[odd] ?? 0];
        const [x, y] = [a * cos - b * sin, a * sin + b * cos];
        const [p, q] = [re[even] ?? 0, im[even] ?? 0];
        re[odd] = p - x;
        im[odd] = q - y;
        re[even] = p + x;
        im[even] = q + y;
      }
    }
  }
}

function reorder(values: Float64Array): void {
  let mirror = 0;
  for (let at = 0; at < values.length; at += 1) {
    if (at < mirror) {
      const kept = values[at] ?? 0;
      values[at] = values[mirror] ?? 0;
      values[mirror] = kept;
    }
    let bit = values.length >> 1;
    while (bit > 0 && (mirror & bit) !== 0) {
      mirror ^= bit;
      bit >>= 1;
    }
    mirror |= bit;
  }
}
