/** Words, lines, paragraphs and sentences of a text, as offsets. */
package dev.cria.data.text;
