package dev.cria.data.source;

/** Why a table is not read; the message continues a sentence that begins with its name. */
final class TableRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    TableRefusal(String why) {
        super(why);
    }
}
