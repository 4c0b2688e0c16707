import { mountTargetOf, mountTargetsIn } from "../../../../scripts/terraform/interrupted/mount-targets";

const interfaceOf = (subnet_id: string, description: string) => ({
  type: "aws_network_interface",
  name: "interrupted",
  values: { subnet_id, description },
});

test.each(["EFS mount target for fs-01 (fsmt-0a)", "Mount target fsmt-0a for file system fs-01"])(
  "a mount target is known by the description of its interface: %s",
  (description) => {
    const [found] = mountTargetsIn([interfaceOf("subnet-1", description)]);
    expect(mountTargetOf("fs-01", "subnet-1").exec(found!)?.[1]).toBe("fsmt-0a");
    expect(mountTargetOf("fs-0", "subnet-1").exec(found!)).toBeNull();
    expect(mountTargetOf("fs-01", "subnet-2").exec(found!)).toBeNull();
  },
);
