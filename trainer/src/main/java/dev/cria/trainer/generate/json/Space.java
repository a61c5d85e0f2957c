package dev.cria.trainer.generate.json;

/** White space, if any, and what comes after it. */
record Space(int left, Form after) implements Form {

    /** Enough for a line's end and the indentation of a reasonable document. */
    private static final int MOST = 24;

    static Form before(Form after) {
        return new Space(MOST, after);
    }

    @Override
    public Form step(int next) {
        boolean space = next == ' ' || next == '\n' || next == '\t' || next == '\r';
        if (!space) {
            return after.step(next);
        }
        return left == 0 ? null : new Space(left - 1, after);
    }

    @Override
    public int shortest() {
        return after.shortest();
    }
}
