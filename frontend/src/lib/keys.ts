import { onBeforeUnmount, onMounted } from 'vue';

/** From a key ('j', '1', '[', ' ', 'ctrl+enter') to what it does. */
export type KeyMap = Readonly<Record<string, () => void>>;

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input:not([type=radio]):not([type=checkbox]),textarea,select,[contenteditable]') !== null;

const nameOf = (event: KeyboardEvent) => {
  const key = event.key.toLowerCase();
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key;
};

/**
 * Keys of a page while it is open. Single keys rest while a field has focus (Esc leaves the field);
 * combinations with Ctrl work there too. Every key also needs a visible button.
 */
export function useKeys(map: () => KeyMap): void {
  const listener = (event: KeyboardEvent) => {
    if (event.isComposing || event.altKey) return;
    const name = nameOf(event);
    if (isField(event.target) && !name.startsWith('ctrl+')) {
      if (name === 'escape' && event.target instanceof HTMLElement) event.target.blur();
      return;
    }
    const act = map()[name];
    if (!act) return;
    event.preventDefault();
    act();
  };
  onMounted(() => window.addEventListener('keydown', listener));
  onBeforeUnmount(() => window.removeEventListener('keydown', listener));
}

/** Keys of a work screen; they rest while a dialog is open. */
export function useWorkKeys(map: () => KeyMap): void {
  useKeys(() => (document.querySelector('dialog[open]') ? {} : map()));
}
