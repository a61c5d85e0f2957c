/** Instruction, preference and text data sets, from their files to tokenised examples. */
package dev.cria.data.dataset;
