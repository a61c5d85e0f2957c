/** Conversations and their rendering as token ids. */
package dev.cria.data.chat;
