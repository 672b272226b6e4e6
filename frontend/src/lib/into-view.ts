function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at);
    if ((overflowY === 'auto' || overflowY === 'scroll') && at.scrollHeight > at.clientHeight) return at;
  }
  return null;
}

/**
 * Scrolls the nearest scrolling ancestor so that the element stands at its top, or `centre`d. Not scrollIntoView: that
 * moves the frame of the page as well, which only hides its overflow.
 */
export function bringIntoView(element: HTMLElement | null, place: 'top' | 'centre' = 'top'): void {
  const scroller = element && scrollerOf(element);
  if (!element || !scroller) return;
  const [own, outer] = [element.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const slack = place === 'top' ? 0 : Math.max(0, (outer.height - own.height) / 2);
  scroller.scrollTop += own.top - outer.top - slack;
}
