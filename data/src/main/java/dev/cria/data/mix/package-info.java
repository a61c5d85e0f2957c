/** From documents to a mix of tokens: weights, limits of epochs, packed rows in shards. */
package dev.cria.data.mix;
