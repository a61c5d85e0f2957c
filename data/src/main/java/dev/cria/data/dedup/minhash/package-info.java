/** Documents that are almost the same, by MinHash (Broder 1997) over shingles of words. */
package dev.cria.data.dedup.minhash;
