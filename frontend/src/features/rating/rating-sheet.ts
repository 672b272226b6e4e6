import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import { draftOf, keepDraft } from './rating-drafts.js';
import type { RatingSheet } from './rating-documents.js';
import { isSame, levelsOf, type Levels } from './rating-form.js';

export interface SheetForm {
  readonly levels: Ref<Levels>;
  readonly comment: Ref<string>;
  /** The sheet this one would replace. */
  readonly seenId: Ref<string | null>;
  readonly isDirty: ComputedRef<boolean>;
  /** Somebody recorded another sheet while this one was being filled in. */
  readonly isOvertaken: ComputedRef<boolean>;
  /** Puts the sheet in force in the place of what was filled in. */
  readonly adopt: () => void;
  /** Keeps what was filled in, to be recorded over the sheet in force. */
  readonly keep: () => void;
}

/** The sheet as it is being filled in: follows the one in force until something is changed. */
export function useSheetForm(exerciseId: string, current: () => RatingSheet | null | undefined): SheetForm {
  const draft = draftOf(exerciseId);
  const levels = ref<Levels>(draft?.levels ?? {});
  const comment = ref(draft?.comment ?? '');
  const seenId = ref<string | null>(draft?.seenId ?? null);
  const base = computed(() => levelsOf(current()?.levels ?? []));
  const currentId = computed(() => current()?.id ?? null);
  const isDirty = computed(() => comment.value !== '' || !isSame(levels.value, base.value));
  const isOvertaken = computed(() => current() !== undefined && isDirty.value && seenId.value !== currentId.value);

  function adopt(): void {
    levels.value = base.value;
    comment.value = '';
    seenId.value = currentId.value;
  }
  function keep(): void {
    seenId.value = currentId.value;
  }
  let known: Levels = draft === null ? {} : levels.value;
  watch(
    () => (current() === undefined ? null : [currentId.value]),
    (loaded) => {
      if (!loaded) return;
      // Nothing of one's own in it yet: the form follows.
      const isUntouched = draftOf(exerciseId) === null && comment.value === '' && isSame(levels.value, known);
      if (isUntouched) adopt();
      known = base.value;
    },
    { immediate: true, deep: true },
  );
  watch([levels, comment, isDirty], () => {
    const kept = isDirty.value ? { levels: levels.value, comment: comment.value, seenId: seenId.value } : null;
    keepDraft(exerciseId, kept);
  });
  return { levels, comment, seenId, isDirty, isOvertaken, adopt, keep };
}
