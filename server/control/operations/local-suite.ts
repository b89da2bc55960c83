/** Where a suite answers that was started by its own instructions on this computer. */
export const LOCAL_SUITE = 'https://localhost.emobix.co.uk:8443';
