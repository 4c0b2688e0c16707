/** Paths for which the load balancer answers with the page: those of everybody, or the one that shows how it looks. */
export const MAINTENANCE_PAGE_PATHS = { shown: "/*", hidden: "/maintenance-page" } as const;
