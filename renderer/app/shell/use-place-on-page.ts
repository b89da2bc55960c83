import { useElementScrollRestoration, useRouterState } from '@tanstack/react-router';
import { useEffect, type RefObject } from 'react';

/** What a person does to move about by themselves: from then on the page is theirs. */
const OWN_MOVES = ['wheel', 'pointerdown', 'keydown', 'touchmove'] as const;

/**
 * Going back leads to where one was. The router sets the place as soon as the page is drawn, but what the
 * page shows is read from the sandbox first: the place is set again with each growth until it is reached.
 *
 * @param id of the area for the router: its `data-scroll-restoration-id`.
 */
export function usePlaceOnPage(area: RefObject<HTMLElement | null>, id: string): void {
  const visit = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.state.__TSR_key });
  const wanted = useElementScrollRestoration({ id })?.scrollY ?? 0;
  useEffect(() => {
    const element = area.current;
    return element && wanted > element.scrollTop ? approach(element, wanted) : undefined;
  }, [area, visit, wanted]);
}

/** Scrolls to `wanted` pixels as soon as there is that much to scroll. @returns what ends the attempt. */
function approach(element: HTMLElement, wanted: number): () => void {
  const { ownerDocument } = element;
  const sizes = new ResizeObserver(() => {
    element.scrollTop = wanted;
    if (Math.abs(element.scrollTop - wanted) < 1) stop();
  });
  const watchChildren = () => {
    for (const child of element.children) sizes.observe(child);
  };
  // A page that had to be fetched takes the place of the one that stood for it.
  const replaced = new MutationObserver(watchChildren);
  const stop = () => {
    sizes.disconnect();
    replaced.disconnect();
    for (const move of OWN_MOVES) ownerDocument.removeEventListener(move, stop, true);
  };
  for (const move of OWN_MOVES) ownerDocument.addEventListener(move, stop, true);
  replaced.observe(element, { childList: true });
  watchChildren();
  return stop;
}
