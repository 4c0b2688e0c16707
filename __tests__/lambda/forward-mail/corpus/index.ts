import { BROKEN } from "./broken";
import { CHARSETS } from "./charsets";
import { HEADERS } from "./headers";
import type { Specimen } from "./specimen";
import { STRUCTURE } from "./structure";

export const CORPUS: readonly Specimen[] = [...HEADERS, ...CHARSETS, ...STRUCTURE, ...BROKEN];
