export interface RequestLog {
  readonly todo: true;
}
