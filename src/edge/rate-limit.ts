/** Requests from one client address in the window that pass, unless the operator chooses otherwise. */
export const DEFAULT_RATE_LIMIT = 2000;

export const RATE_LIMIT_WINDOW_SECONDS = 300;
