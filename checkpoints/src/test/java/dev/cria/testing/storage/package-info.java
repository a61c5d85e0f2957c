/** Disks that fail as real ones do, and seeded choices: what tests of durability are made from. */
package dev.cria.testing.storage;
