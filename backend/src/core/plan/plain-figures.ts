/** Files have figures as text, so the shape of plans wants them so, wherever they come from. */
export function plainFigures(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(plainFigures);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainFigures(part)]));
}
