/** What the searches for duplicates share: keys, clusters, and what is kept of each. */
package dev.cria.data.dedup.cluster;
