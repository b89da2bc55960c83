declare global {
  interface Window {
    /** Read by the scroll lock below Mantine's dialogs when it adds its style element. */
    __webpack_nonce__?: string;
  }
}

/** The nonce the server put into the page; style elements made at run time must carry it (CSP3 §8.1). */
export function cspNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

/** Hands the nonce to the libraries that look for it in a global. */
export function publishCspNonce(): void {
  window.__webpack_nonce__ = cspNonce();
}
