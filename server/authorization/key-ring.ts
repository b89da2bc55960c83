export interface KeyRing {
  readonly todo: true;
}
