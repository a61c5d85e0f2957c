/**
 * The part of Jinja that chat templates are written in, read as transformers reads it. A template
 * is a stranger's program: it reaches nothing but the values that it is given, and what it may
 * compute is bounded. Text remembers which of its characters are data.
 */
package dev.cria.data.jinja;
