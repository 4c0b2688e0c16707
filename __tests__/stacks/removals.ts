/**
 * Addresses that a stack no longer has though installations may have it, by stack, each with what is lost with it and
 * why that may be. What is only renamed has a move instead: `moveFrom`.
 */
export const REMOVALS: Readonly<Record<string, Readonly<Record<string, string>>>> = {};
