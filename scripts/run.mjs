// The door to every npm script. It runs before anything is installed and on any Node, so that an old one gets a
// sentence instead of a stack: plain Node, no dependency, and no syntax that Node 14 lacks.
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Kunna needs Node 20.19 or newer, and this is Node ${process.versions.node}: install a newer one and try again.`,
  );
  process.exit(1);
}

import("./lib/tasks.mjs")
  .then(({ runTask }) => runTask(process.argv[2], process.argv.slice(3)))
  .then(
    (code) => process.exit(code),
    (error) => {
      console.error(error?.shown ? error.message : error);
      process.exit(1);
    },
  );
