/** How long an ID token may be taken for new, in seconds. */
export const ID_TOKEN_SECONDS = 600;
