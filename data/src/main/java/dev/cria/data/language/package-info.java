/** Which language a text is in, by the letters that follow each other in it. */
package dev.cria.data.language;
