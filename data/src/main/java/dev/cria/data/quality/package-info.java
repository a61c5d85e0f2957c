/** Classifiers of texts, trained on examples. */
package dev.cria.data.quality;
