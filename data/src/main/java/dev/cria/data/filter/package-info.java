/** Filters that keep a document or give the reason to drop it. */
package dev.cria.data.filter;
