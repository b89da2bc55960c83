/** What the desktop shell's preload script offers the console. Absent in a browser. */
export interface DesktopBridge {
  /** The control API's bearer token of the engine this window belongs to. */
  controlToken(): Promise<string>;
  /** Opens a bank or partner page in a window of its own, without any access to the console. */
  openCustomerScreen(url: string): Promise<void>;
  /** Makes the handout a PDF and asks where to save it; what is left out of the request, the sandbox chooses. */
  saveHandout(request: HandoutRequest): Promise<SavedFile>;
  /** `process.platform` of the shell. */
  readonly platform: string;
}

export interface HandoutRequest {
  readonly clientId?: string | undefined;
  readonly variant?: string | undefined;
  readonly lang: 'ja' | 'en';
}

/** What became of a file the user was asked a place for. */
export type SavedFile =
  | { readonly outcome: 'saved'; readonly path: string }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'failed'; readonly reason: string };

declare global {
  interface Window {
    readonly ibLinkDesktop?: DesktopBridge;
  }
}

/** Opens a page of another origin: a window of the desktop shell, or a new tab. */
export function openOutside(url: string): void {
  if (window.ibLinkDesktop) void window.ibLinkDesktop.openCustomerScreen(url);
  else window.open(url, '_blank', 'noopener,noreferrer');
}
