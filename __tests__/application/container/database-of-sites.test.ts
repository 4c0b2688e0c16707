/** Which database the files name, and which one a task was given. */
import { IMAGES, Sandbox, sqlconf } from "./sandbox";
import { refusal, serves, sitesOf } from "./start-support";

let box: Sandbox;

beforeEach(() => {
  box = new Sandbox();
});

afterEach(() => {
  box.remove();
});

describe("files that name another database than the task was given", () => {
  const OTHER = { MYSQL_HOST: "other.example" };

  test("are neither served nor upgraded, as both would be done there", async () => {
    box.prepareInstalled();
    box.prepareImage("next", IMAGES[9]);
    for (const [name, image] of [
      ["one", "image"],
      ["two", "next"],
    ] as const) {
      const error = await refusal(box.start(name, OTHER, { image }));
      expect(error).toMatch(
        /names the database openemr on database\.example, .* given openemr on other\.example:/,
      );
      expect(box.has(`fake/steps-${name}`)).toBe(false);
    }
    expect(box.has("fake/applied")).toBe(false);
    expect(sitesOf(box)).toEqual(["default"]);
  });

  test("name the other one by the command in the line", async () => {
    box.prepareInstalled();
    const [, mend] = /echo '([^']*)' >mend\.sh/.exec(await refusal(box.start("one", OTHER))) ?? [];
    await box.run(`cd "$BOX"; ${mend}`, { BOX: box.root }).exited;
    await serves(box.start("two", OTHER));
  });

  test.each(["x;id;", "$(id)", "a b"])(
    "are named in no command where their name may be one: %s",
    async (name) => {
      box.prepareInstalled();
      box.write("sites/default/sqlconf.php", sqlconf(1).replace("database.example", name));
      expect(await refusal(box.start("one"))).not.toContain("mend.sh");
    },
  );
});
