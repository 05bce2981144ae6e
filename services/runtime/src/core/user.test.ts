import { resolveUser, UnknownUser, type WantedUser } from "./user.js";

const files = {
  passwd: "root:x:0:0:root:/root:/bin/sh\n# comment\nweb:x:33:44::/:\nbroken line\n",
  group: "root:x:0:\nwww:x:44:\nlogs:x:50:other,web\nextra:x:51:web\n",
};
const nobody: WantedUser = {
  uid: undefined,
  gid: undefined,
  username: "",
  supplementalGroups: [],
  imageGroups: true,
  imageUser: "",
};

const cases: readonly [string, Partial<WantedUser>, number, number, number[]][] = [
  ["nobody says anything: root", {}, 0, 0, []],
  ["the image's user by name, with the groups it is in", { imageUser: "web" }, 33, 44, [50, 51]],
  ["the image's user by number", { imageUser: "33" }, 33, 44, [50, 51]],
  ["a number that the image does not know has group 0", { imageUser: "1234" }, 1234, 0, []],
  ["the image's user and group", { imageUser: "web:logs" }, 33, 50, [51]],
  ["a group by number", { imageUser: "1234:99" }, 1234, 99, []],
  ["the pod's number over the image's name", { uid: 1000, imageUser: "web" }, 1000, 0, []],
  ["the pod's number, if the image knows it", { uid: 33 }, 33, 44, [50, 51]],
  ["the pod's group", { uid: 1000, gid: 2000 }, 1000, 2000, []],
  ["the pod's name", { username: "web" }, 33, 44, [50, 51]],
  ["supplemental groups come on top", { username: "web", supplementalGroups: [7, 50] }, 33, 44, [50, 51, 7]],
  ["strictly the pod's groups", { username: "web", supplementalGroups: [7], imageGroups: false }, 33, 44, [7]],
];
test.each(cases)("%s", (_, wanted, uid, gid, groups) => {
  expect(resolveUser({ ...nobody, ...wanted }, files)).toEqual({ uid, gid, groups });
});

test.each([[{ imageUser: "who" }], [{ imageUser: "web:which" }], [{ username: "who" }]])(
  "%j is nobody in the image",
  (wanted) => {
    expect(() => resolveUser({ ...nobody, ...wanted }, files)).toThrow(UnknownUser);
  },
);
