import { wrapped } from "../../../scripts/terminal/layout";

test("breaks lines between words, and indents what goes on", () => {
  const text =
    "Where does it run?\n  All data stays there, and prices differ.\n  https://checkip.amazonaws.com\n";
  expect(wrapped(text, 20)).toBe(
    "Where does it run?\n  All data stays\n  there, and prices\n  differ.\n  https://checkip.amazonaws.com\n",
  );
});
