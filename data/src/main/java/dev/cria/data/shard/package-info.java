/** Tokenised documents in Arrow files under a hashed manifest. */
package dev.cria.data.shard;
