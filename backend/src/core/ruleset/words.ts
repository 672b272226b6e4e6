/** Exact number as text. */
export type ExactText = string;

/** Words for people, in both languages of the product. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Overrides by path, e.g. `attack.options.capPolicy` or `attack.categories.row-9.cap`: keyed lists are entered by key. */
export type Settings = Readonly<Record<string, unknown>>;
