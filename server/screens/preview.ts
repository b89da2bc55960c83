/** A part of a screen that the handout frames in red (seed: 画面例). */
export const framedParts = ['credentials', 'permissions', 'terms', 'allow'] as const;
export type FramedPart = (typeof framedParts)[number];

/** What is said about a framed part. */
export interface Callout {
  readonly part: FramedPart;
  /** As on the badge of the frame: `3`, `3-1`. */
  readonly number: string;
  readonly text: string;
}

/**
 * Makes a screen a picture of itself, for trainers: its style stands inside, nothing on it acts, and it
 * says so. A document with a nonce of somebody else's page can be shown inside that page.
 */
export interface Preview {
  readonly css: string;
  readonly nonce: string;
  /** Says on the screen that it is a sample. */
  readonly mark: string;
  readonly callouts: readonly Callout[];
}
