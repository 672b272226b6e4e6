import type { MessageKey, Text } from '../../lib/text.js';
import { control } from '../../locales/zh-CN/control.js';

/** What a record of the journal says, in words; a kind this page does not know is shown as it is. */
export function kindWords({ t }: Pick<Text, 't'>, kind: string): string {
  return kind in control.kind ? t(`control.kind.${kind}` as MessageKey) : kind;
}
