export const RATE_LIMIT_WINDOW_SECONDS = 300;

/** People who work at the same time behind one address: a large clinic, whose network is one address for the internet. */
const PEOPLE_BEHIND_ONE_ADDRESS = 200;

/** In one window, by one of them: OpenEMR's own questions for messages and reminders, two a minute, in each open session. */
const POLLS = 2 * (RATE_LIMIT_WINDOW_SECONDS / 60);
/** A person who is quick opens a chart every minute, which takes about 10 requests. */
const REQUESTS_FOR_CHARTS = 10 * (RATE_LIMIT_WINDOW_SECONDS / 60);
/** Saved forms, the calendar, searches: 8 a minute. */
const OTHER_REQUESTS = 8 * (RATE_LIMIT_WINDOW_SECONDS / 60);

/**
 * Requests from one client address in the window that pass, unless the operator chooses otherwise:
 * 200 people x (10 + 50 + 40) = 20,000, which is 67 a second. All 200 at full speed pass; a flood does not.
 */
export const DEFAULT_RATE_LIMIT = PEOPLE_BEHIND_ONE_ADDRESS * (POLLS + REQUESTS_FOR_CHARTS + OTHER_REQUESTS);

/**
 * Attempts to sign in from one client address in the window. A shift of 200 people starts within a quarter of an hour,
 * which is 67 in each five minutes, and every second of them mistypes once: 100, as in AWS's own example of a limit
 * for a login page. Who guesses has 28,800 attempts a day from one address, over all users; OpenEMR locks each user
 * long before.
 */
export const DEFAULT_SIGN_IN_LIMIT = Math.round(((PEOPLE_BEHIND_ONE_ADDRESS / 3) * 3) / 2);
