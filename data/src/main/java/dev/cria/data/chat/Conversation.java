package dev.cria.data.chat;

import java.util.ArrayList;
import java.util.List;

/** Turns in their order, and the tools that the assistant may call in them. */
public record Conversation(List<Message> messages, Tools tools) {

    public Conversation {
        messages = List.copyOf(messages);
    }

    /** A conversation without tools. */
    public static Conversation of(List<Message> messages) {
        return new Conversation(messages, Tools.NONE);
    }

    /** The first turns. */
    public Conversation first(int turns) {
        return new Conversation(messages.subList(0, turns), tools);
    }

    /** The same, and further turns behind it. */
    public Conversation with(List<Message> further) {
        List<Message> all = new ArrayList<>(messages);
        all.addAll(further);
        return new Conversation(all, tools);
    }
}
