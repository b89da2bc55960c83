/** A certificate's serial number as it is compared: it is a number, so leading zeros do not count. */
export function plainSerialNumber(serialNumber: string): string {
  let at = 0;
  while (serialNumber[at] === '0') at += 1;
  return serialNumber.slice(at);
}
