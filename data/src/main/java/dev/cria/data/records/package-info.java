/**
 * Sorting and looking up of more records than fit into memory. A record is a fixed number of longs;
 * records are ordered by their columns, the first one first, as signed numbers.
 */
package dev.cria.data.records;
