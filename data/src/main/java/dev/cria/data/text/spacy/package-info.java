/**
 * The tokens of spaCy's blank English pipeline with its sentencizer, by rules of the same effect.
 */
package dev.cria.data.text.spacy;
