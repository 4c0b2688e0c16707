import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { LIST_PRICES, type PriceList, REFERENCE_REGION, WORLDWIDE } from "../../../scripts/cost/prices";
import { type PriceName, UNITS } from "../../../scripts/cost/units";

const FOLDER = path.join(__dirname, "../../../scripts/cost/prices");
const lists = readdirSync(FOLDER).map(
  (file) => [file, JSON.parse(readFileSync(path.join(FOLDER, file), "utf8"))] as [string, PriceList],
);
const names = Object.keys(UNITS) as PriceName[];
const priced = ({ sources }: PriceList) => sources.flatMap(({ usd }) => Object.keys(usd));

test.each(lists)("%s has each price once, exact, with its date and where to check it", (file, list) => {
  expect(file).toBe(`${list.region}.json`);
  for (const { page, by, date, usd } of list.sources) {
    expect(page).toMatch(/^https:\/\/aws\.amazon\.com\/[\w/-]+\/pricing\/([\w-]+\/)?$/);
    expect(by).not.toBe("");
    expect(date).toMatch(/^20\d\d-[01]\d(-[0-3]\d)?$/);
    for (const amount of Object.values(usd)) expect(amount).toMatch(/^\d+(\.\d+)?$/);
  }
  expect(new Set(priced(list)).size).toBe(priced(list).length);
  expect(priced(list).filter((name) => !(names as string[]).includes(name))).toEqual([]);
});

test("every list is read, and the one that stands in for others is complete", () => {
  const regions = lists.map(([, { region }]) => region).filter((region) => region !== WORLDWIDE);
  expect(LIST_PRICES.regions).toEqual(regions.sort());
  expect(regions).toEqual(
    expect.arrayContaining(["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1"]),
  );
  const unknown = names.filter(
    (name) => ![REFERENCE_REGION, WORLDWIDE].includes(LIST_PRICES.of(name, REFERENCE_REGION).region),
  );
  expect(unknown).toEqual([]);
});
