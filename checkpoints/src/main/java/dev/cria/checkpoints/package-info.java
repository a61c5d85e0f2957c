/** Files that Cria promises to read back, and the formats in which models travel. */
package dev.cria.checkpoints;
