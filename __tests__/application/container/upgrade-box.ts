/** An installed OpenEMR 7.0.3, with images of a newer version (`next`) and of a patch (`patch`). */
import { IMAGES, Sandbox, type Task } from "./sandbox";
import { sitesOf } from "./start-support";

/** A patch of OpenEMR has the docker-version of the release that it mends. */
export const PATCH = { number: 7, schema: [7, 0, 3, 4, 506] } as const;

export class UpgradeBox {
  box = new Sandbox();

  /** A new installation for each test of a file. */
  constructor() {
    beforeEach(() => {
      this.box.remove();
      this.box = new Sandbox();
      this.box.prepareInstalled(IMAGES[7]);
      this.box.prepareImage("next", IMAGES[9]);
      this.box.prepareImage("patch", PATCH);
    });
    afterEach(() => this.box.remove());
  }

  /** A task of the newer version. */
  next(name: string, extra: Record<string, string> = {}): Task {
    return this.box.start(name, extra, { image: "next" });
  }

  /** Asserts that the upgrade is complete, and that nothing was lost. */
  isComplete(): void {
    expect(this.box.read("sites/default/docker-version")).toBe("9");
    expect(this.box.read("fake/schema")).toBe(IMAGES[9].schema.join("\t"));
    expect(sitesOf(this.box)).toEqual(["default"]);
    expect(this.box.read("fake/patients")).toBe("4711");
    expect(this.box.has("fake/dropped")).toBe(false);
  }
}
