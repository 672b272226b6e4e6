import { onScopeDispose, ref, type Ref } from 'vue';

/** Whether the screen is a phone's: lists instead of matrices. Paper is wide. */
export function useNarrow(): Ref<boolean> {
  const query = window.matchMedia('screen and (max-width: 719px)');
  const isNarrow = ref(query.matches);
  const follow = (event: MediaQueryListEvent) => (isNarrow.value = event.matches);
  query.addEventListener('change', follow);
  onScopeDispose(() => query.removeEventListener('change', follow));
  return isNarrow;
}
